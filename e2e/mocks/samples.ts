import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync, gzipSync } from 'node:zlib'
import Sqlite from 'better-sqlite3'
import { tarEnd, tarHead, tarPadding } from '#lib/restore/archive/tar.ts'
import { zipCentral, zipEnd, zipHead } from '#lib/restore/archive/zip.ts'

/*
 * Contents that a browser knows how to show, small and made by code where that is easy, and contents that would like to
 * be run. Names end as a person would expect, or lie about it.
 */

const KiB = 1024
const MiB = 1024 * KiB

/** A content of any length whose parts are made when they are asked for. */
export interface Sample {
  length: number
  chunkSize: number
  bytes(offset: number, length: number): Buffer
  /** Chunks of the same key have the same bytes: a content of many GiB need not be hashed chunk by chunk. */
  repeats?(index: number): string
}

function whole(make: () => Buffer, chunkSize = 64 * KiB): Sample {
  let made: Buffer | undefined
  const all = () => {
    made ??= make()
    return made
  }
  return {
    get length() {
      return all().length
    },
    chunkSize,
    bytes: (offset, length) => all().subarray(offset, offset + length),
  }
}

const text = (content: string) => whole(() => Buffer.from(content))
const file = (name: string) => whole(() => readFileSync(join(import.meta.dirname, 'samples', name)), 512)

function crc32(bytes: Buffer): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

function pngPart(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

/** A gradient with a transparent half; `claimed` sides stand in its header instead of the real ones. */
function png(width: number, height: number, claimed = { width, height }): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(claimed.width)
  header.writeUInt32BE(claimed.height, 4)
  header.set([8, 6], 8)
  const rows = Buffer.alloc(height * (1 + width * 4))
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * (1 + width * 4) + 1 + x * 4
      rows.set([(x * 255) / width, (y * 255) / height, 160, x > width / 2 ? (y * 255) / height : 255], at)
    }
  const parts = [pngPart('IHDR', header), pngPart('IDAT', deflateSync(rows)), pngPart('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts])
}

const rate = 22_050

/** Two tones that take turns each second. */
function wav(seconds: number): Buffer {
  const data = Buffer.alloc(seconds * rate * 2)
  for (let i = 0; i < seconds * rate; i++) {
    const tone = Math.floor(i / rate) % 2 === 0 ? 440 : 660
    data.writeInt16LE(Math.round(6_000 * Math.sin((2 * Math.PI * tone * i) / rate)), i * 2)
  }
  const header = Buffer.alloc(44)
  header.write('RIFF')
  header.writeUInt32LE(36 + data.length, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(rate * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(data.length, 40)
  return Buffer.concat([header, data])
}

/** Silence: frames of 128 kbit/s at 44.1 kHz whose side information is all zero. */
function mp3(frames: number): Buffer {
  const frame = Buffer.alloc(417)
  frame.set([0xff, 0xfb, 0x90, 0xc4])
  return Buffer.concat(Array.from({ length: frames }, () => frame))
}

function log(lines: number): Buffer {
  const line = (i: number) => `2026-03-01 14:${String(i % 60).padStart(2, '0')} line ${i} of the log: all is well\n`
  return Buffer.from(Array.from({ length: lines }, (_, i) => line(i + 1)).join(''))
}

/** Five GiB of zeros with two chunks that say where they lie. */
const fiveGiB: Sample = {
  length: 5 * KiB * MiB,
  chunkSize: MiB,
  repeats: (index) => (index === 4 * KiB || index === 5 * KiB - 1 ? String(index) : 'zero'),
  bytes(offset, length) {
    const bytes = Buffer.alloc(length)
    for (const [begin, words] of [
      [4 * KiB * MiB, 'offset 4294967296'],
      [5 * KiB * MiB - 16, 'the last 16 bytes'.slice(0, 16)],
    ] as const)
      for (let i = 0; i < words.length; i++) {
        const at = begin + i - offset
        if (at >= 0 && at < length) bytes[at] = words.charCodeAt(i)
      }
    return bytes
  },
}

interface Packed {
  name: string
  content: string
  type?: 'file' | 'directory' | 'symlink'
  target?: string
}

const entryOf = ({ name, content, type = 'file', target }: Packed) => ({
  name,
  type,
  size: content.length,
  mtime: 1_772_373_900_000_000_000n,
  mode: 0o644,
  crc32: crc32(Buffer.from(content)),
  ...(target !== undefined && { target }),
})

function tar(packed: Packed[]): Buffer {
  const parts = packed.flatMap((one) => [
    tarHead(entryOf(one)),
    Buffer.from(one.content),
    Buffer.alloc(tarPadding(one.content.length)),
  ])
  return Buffer.concat([...parts, tarEnd])
}

function zip(packed: Packed[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const one of packed) {
    const entry = entryOf(one)
    directory.push(zipCentral(entry, at, entry.crc32))
    const part = Buffer.concat([zipHead(entry), Buffer.from(one.content)])
    parts.push(part)
    at += part.length
  }
  const central = Buffer.concat(directory)
  return Buffer.concat([...parts, central, zipEnd(packed.length, at, central.length)])
}

const documents: Packed[] = [
  { name: 'documents/', content: '', type: 'directory' },
  { name: 'documents/plan.txt', content: 'x'.repeat(70_000) },
  { name: 'documents/naïve – 日本.txt', content: 'hello' },
  { name: 'documents/invoice\u202etxt.exe', content: '<script>alert(1)</script>' },
  { name: '<img src=x onerror=alert(2)>', content: '' },
]
const latest: Packed = { name: 'latest', content: '', type: 'symlink', target: 'documents/plan.txt' }
const many: Packed[] = Array.from({ length: 500 }, (_, i) => ({ name: `photos/${i + 1}.jpg`, content: 'x' }))

function database(): Buffer {
  const db = new Sqlite(':memory:')
  db.exec(`
    CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT);
    CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customers, total REAL, note TEXT);
    CREATE INDEX orders_by_customer ON orders (customer);
    CREATE VIEW large_orders AS SELECT * FROM orders WHERE total > 1000;
    CREATE TABLE "<script>alert(1)</script>" (x);
  `)
  const customer = db.prepare('INSERT INTO customers (id, name, city) VALUES (?, ?, ?)')
  for (let i = 0; i < 97; i++) customer.run(i, `Customer ${i}`, 'Köln')
  const order = db.prepare('INSERT INTO orders (customer, total, note) VALUES (?, ?, ?)')
  for (let i = 0; i < 2_000; i++) order.run(i % 97, i * 1.5, 'paid in full '.repeat(i % 12))
  const bytes = db.serialize()
  db.close()
  return bytes
}

/** More than is read into a tree. */
const records = (count: number) =>
  JSON.stringify(Array.from({ length: count }, (_, id) => ({ id, city: 'Köln', tags: ['a', 'b'] })))

const scripts = '<script>document.title="owned";alert(1)</script><img src=x onerror=alert(2)>'

export const samples: Record<string, Sample> = {
  'archive.tar': whole(() => tar([...documents, latest])),
  'archive.tar.gz': whole(() => gzipSync(tar([...documents, latest]))),
  'archive.zip': whole(() => zip(documents)),
  'bomb.gz': whole(() => gzipSync('all is well\n'.repeat(8 * MiB), { level: 9 })),
  'clip.webm': file('clip.webm'),
  'data.bin': whole(() => Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7) % 256))),
  'data.sqlite': whole(database, 16 * KiB),
  'drawing.svg': text(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${scripts}</svg>`),
  'feed.xml': text(`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>`),
  'five-gib.bin': fiveGiB,
  'garbage.png': whole(() => Buffer.concat([png(8, 8).subarray(0, 40), Buffer.alloc(400, 0x5a)])),
  'huge.png': whole(() => png(4, 4, { width: 60_000, height: 60_000 })),
  'latin.txt': whole(() => Buffer.from('Grüße aus Köln, naïve café\nzweite Zeile\n', 'latin1')),
  'log.gz': whole(() => gzipSync(log(20_000))),
  'long.wav': whole(() => wav(600)),
  'many.zip': whole(() => zip(many)),
  'notes.txt': whole(() => log(20_000)),
  'order.json': text('{"order": 12345678901234567890, "lines": [{"item": "<b>tea</b>", "count": 2}], "paid": true}\n'),
  'page.html': text(`<!doctype html><title>page</title>${scripts}`),
  'paper.pdf': text(
    '%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\ntrailer<</Root 1 0 R>>\n',
  ),
  'photo.jpg': file('photo.jpg'),
  'photo.webp': file('photo.webp'),
  'picture.png': whole(() => png(320, 200), 512),
  'polyglot.gif': text(`GIF89a/*\x01\x00\x01\x00*/=1;alert(1)//${scripts}`),
  'really-html.png': text(`<!doctype html>${scripts}`),
  'records.json': whole(() => Buffer.from(records(130_000))),
  'run.js': text('alert(1)\n'),
  'short.txt': text('The first line\r\nnaïve – 日本 😀\n\ttabbed \u202etxt.exe\n'),
  'silence.mp3': whole(() => mp3(400)),
  'tone.wav': whole(() => wav(2)),
  'unmarked-utf16.txt': whole(() => Buffer.from('Schlüssel = Wert\r\nzweite Zeile\r\n', 'utf16le')),
  'utf16.txt': whole(() => Buffer.from('\ufeffUTF-16: naïve – 日本\n', 'utf16le')),
}
