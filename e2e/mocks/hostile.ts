import { gzipSync } from 'node:zlib'
import { HttpResponse } from 'msw/http'
import type { MockObject } from './content.ts'

/*
 * What an endpoint may send that wants to act or to break: markup for every field, metadata of every kind that a viewer
 * could be tempted to run or expand, answers that are none. Whatever runs calls `owned`, which a test watches.
 */

/** Each tries another way from text into a script. */
export const payloads = [
  '<script>owned(1)</script>',
  '"><script>owned(2)</script>',
  '</script><script>owned(3)</script>',
  '</title><script>owned(4)</script>',
  '</textarea><script>owned(5)</script>',
  '--><script>owned(6)</script>',
  '<img src=x onerror=owned(7)>',
  '"><img src=x onerror="owned(8)">',
  "'><img src=x onerror='owned(9)'>",
  '" autofocus onfocus="owned(10)" x="',
  "' onmouseover='owned(11)' x='",
  '<svg onload=owned(12)>',
  '<svg><script>owned(13)</script></svg>',
  '<svg><animate onbegin=owned(14) attributeName=x dur=1s>',
  '<math><mtext></mtext><mglyph><style><img src=x onerror=owned(15)></style></math>',
  '<details open ontoggle=owned(16)>',
  '<body onload=owned(17)>',
  '<video><source onerror=owned(18)></video>',
  '<audio src=x onerror=owned(19)>',
  '<input autofocus onfocus=owned(20)>',
  '<marquee onstart=owned(21)>',
  '<iframe srcdoc="<script>parent.owned(22)</script>">',
  '<iframe src="javascript:parent.owned(23)">',
  '<object data="javascript:owned(24)">',
  '<embed src="data:text/html,<script>owned(25)</script>">',
  '<base href="javascript:owned(26)//">',
  '<meta http-equiv=refresh content="0;url=javascript:owned(27)">',
  '<form action="javascript:owned(28)"><button autofocus>x</button></form>',
  '<link rel=stylesheet href="data:text/css,*{x:expression(owned(29))}">',
  '<template><script>owned(30)</script></template><noscript><img src=x onerror=owned(30)></noscript>',
  'javascript:owned(31)',
  'JaVaScRiPt:owned(32)//%0aowned(32)',
  'data:text/html,<script>owned(33)</script>',
  "{{constructor.constructor('owned(34)')()}}",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is the payload
  '${owned(35)}#{owned(35)}<%= owned(35) %>',
  '"]);owned(36);//',
  "');owned(37);//",
  '\u2028owned(38)\u2029',
  '&lt;script&gt;owned(39)&lt;/script&gt;&#60;img src=x onerror=owned(39)&#62;',
  '[x](javascript:owned(40)) ![x](x"onerror="owned(40))',
  '{"__proto__":{"innerHTML":"<img src=x onerror=owned(41)>"}}',
]

/** Every other as a symbolic link of `thaw/1`, whose target and further fields reach more places of a page. */
export function payloadObject(name: string): MockObject {
  const link = JSON.stringify({ v: 'thaw/1', type: 'symlink', size: 0, mtime: '0', mode: '0777', target: name })
  return {
    scenario: 'payloads',
    name,
    length: 10,
    chunkSize: 10,
    createdAt: new Date(0),
    metadataString: payloads.indexOf(name) % 2 ? link : name,
    metadataBlob: Buffer.from(name),
  }
}

const deep = (depth: number) => Buffer.from(`${'['.repeat(depth)}${']'.repeat(depth)}`)

/** Blobs that a viewer could run, expand, or be drowned in. */
export const hostileBlobs: Record<string, Buffer> = {
  'page.html': Buffer.from('<!doctype html><script>owned(1)</script><img src=x onerror=owned(1)>'),
  'picture.svg': Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" onload="owned(2)"><script>owned(2)</script></svg>',
  ),
  'paper.pdf': Buffer.from('%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj\n%%EOF'),
  'polyglot.gif': Buffer.from('GIF89a/*\x01\x00\x01\x00*/=1;owned(3)//<script>owned(3)</script>', 'latin1'),
  'deep.json': deep(100_000),
  'numbers.json': Buffer.from(`{"a":1e99999,"b":${'9'.repeat(500)},"c":-0,"d":1e-999}`),
  'keys.json': Buffer.from('{"a":1,"a":2,"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  'not-utf-8.txt': Buffer.from([0xff, 0xfe, 0xc0, 0xaf, 0xed, 0xa0, 0x80, 0x80, 0x00, 0x1b, 0x5b, 0x32, 0x4a]),
  'bomb.gz': gzipSync(Buffer.alloc(64 * 1024 * 1024)),
  'entities.xml': Buffer.from('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd"><!ENTITY c "&b;&b;">]><a>&c;</a>'),
  'tags.yaml': Buffer.from('!!js/function "function(){owned(4)}"\n!!python/object/apply:os.system ["id"]\n'),
  'four-mebibytes.txt': Buffer.alloc(4 * 1024 * 1024, 'x'),
}

export function blobObject(name: string): MockObject {
  const metadataBlob = hostileBlobs[name]
  return { scenario: 'hostile-metadata', name, length: 10, chunkSize: 10, createdAt: new Date(0), metadataBlob }
}

/** As a listing of objects, chunks and jobs at once, so that one answer serves them all. */
const listing = (rows: unknown) => JSON.stringify({ ObjectList: rows, ChunkList: rows, BackupJobs: rows })

const wrongRow = {
  Name: 7,
  ChunksCount: 'many',
  MetadataString: { a: 1 },
  ObjectChecksum: [],
  ObjectToken: null,
  ObjectLength: 'long',
  Index: 'first',
  Length: 'long',
  Checksum: 7,
  BackupJobId: 7,
  State: { a: 1 },
  ResourceName: ['x'],
  BackupOptions: 'none',
  BackupSizeInBytes: 'much',
}

const farRow = {
  Name: 'far',
  ChunksCount: 1e300,
  ObjectChecksum: 'x',
  ObjectToken: 'x',
  ObjectLength: 1e300,
  CreationTime: 1e18,
  Index: 1e300,
  Length: -1,
  Checksum: 'x',
  ChunkToken: 'x',
  BackupJobId: 'far',
  State: 'COMPLETED',
  CreationDate: 1e18,
  CompletionDate: -1e18,
  BackupSizeInBytes: -1,
  BytesTransferred: 1e300,
}

/** Bodies that are no answer. A job `absurd.<name>` and a vault `Absurd.<name>` are answered with them. */
export const absurdAnswers: Record<string, () => string> = {
  nothing: () => '',
  null: () => 'null',
  number: () => '7',
  words: () => 'The dog ate it',
  markup: () => '<!doctype html><script>owned(1)</script>',
  'cut-off': () => listing([wrongRow]).slice(0, 40),
  'no-list': () => listing('none'),
  'wrong-rows': () => listing([wrongRow, wrongRow]),
  'far-figures': () => listing([farRow]),
  prototypes: () =>
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"ObjectList":[],"ChunkList":[],"BackupJobs":[]}',
  deep: () => `{"ObjectList":[],"ChunkList":[],"BackupJobs":[],"Other":${deep(100_000)}}`,
  huge: () =>
    listing(
      Array.from({ length: 20_000 }, (_, i) => ({
        Name: `n${String(i).padStart(6, '0')}${'x'.repeat(200)}`,
        BackupJobId: `job-${i}`,
      })),
    ),
  endless: () => `{"ObjectList":[],"ChunkList":[],"BackupJobs":[],"NextToken":"again"}`,
}

/** The absurd answer that a job or a vault is called after, if any. */
export function absurdAnswer(subject: string): Response | undefined {
  const [kind, name = ''] = subject.split('.')
  if (kind?.toLowerCase() !== 'absurd' || !Object.hasOwn(absurdAnswers, name)) return undefined
  return new HttpResponse(absurdAnswers[name]!(), { headers: { 'content-type': 'application/json' } })
}
