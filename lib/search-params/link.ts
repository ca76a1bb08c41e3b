import { createSerializer, type inferParserType, type ParserMap } from 'nuqs/server'

/** Writes links: nuqs leaves a backslash bare, which browsers and our own front door take for something else. */
export function createLink<Parsers extends ParserMap>(parsers: Parsers) {
  const serialize = createSerializer(parsers)
  return (
    path: string,
    values: Partial<{ [K in keyof inferParserType<Parsers>]: inferParserType<Parsers>[K] | null }>,
  ) => serialize(path, values as Parameters<typeof serialize>[1]).replaceAll('\\', '%5C')
}
