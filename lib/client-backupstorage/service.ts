/** Facts of the service that no operation carries. */
export const service = {
  /** Names the service in settings: `AWS_ENDPOINT_URL_BACKUPSTORAGE`, `backupstorage` in the shared config file. */
  sdkId: 'BackupStorage',
  shapeName: 'CryoStorageFrontendService',
  apiVersion: '2018-04-10',
  endpointPrefix: 'backupstorage',
  /** The service in the scope of a SigV4 signature. With a hyphen, unlike the endpoint prefix. */
  signingName: 'backup-storage',
} as const
