/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  compress: true, // what may be compressed is decided before (lib/server/may-compress.ts) and by `no-transform`
  reactStrictMode: true,
  typedRoutes: true,
  productionBrowserSourceMaps: false,
  images: { unoptimized: true },
  serverExternalPackages: ['better-sqlite3', 'pino'],
  typescript: { ignoreBuildErrors: true }, // `npm run typecheck` is the judge, for app and command line alike
  devIndicators: false,
  experimental: { useOffline: true }, // what is asked for while the dashboard does not answer waits, and goes on when it does
}
