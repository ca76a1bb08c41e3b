import { notFound } from 'next/navigation'

/** Every address that leads nowhere. */
export default function NowherePage(): never {
  notFound()
}
