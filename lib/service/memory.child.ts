/** The storage service alone in a process, on the folder it is given. Says where it is, then for each message what it holds. */
import { silent } from '#lib/log.ts'
import { openService } from './open.ts'

const [dataDir = ''] = process.argv.slice(2)
const log = { ...silent, error: (facts: object, message: string) => console.error(message, facts) }
const address = { host: '127.0.0.1', port: 0, region: 'eu-test-1' }
const { endpoint, region, credentials } = await openService({ dataDir, ...address, log })
process.on('message', () => process.send!(process.memoryUsage()))
process.send!({ endpoint, region, credentials })
