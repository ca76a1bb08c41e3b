export * from './models/enums.ts'
export * from './models/errors.ts'
export * from './models/models.ts'
export * from './schemas/index.ts'
