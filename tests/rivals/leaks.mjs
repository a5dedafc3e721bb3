// What the maskers of Node make of a record; the case is the argument.

import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

const cases = {
  'pino-any-depth': () =>
    require('@pinojs/redact')({ paths: ['**.password'] })({ a: { b: { password: 'hunter2' } } }),
  'pino-to-json': () =>
    require('@pinojs/redact')({ paths: ['user.password'] })({
      user: { toJSON: () => ({ password: 'hunter2' }) },
    }),
  'fast-redact': () =>
    require('fast-redact')({ paths: ['*.password'] })({ a: { b: { password: 'hunter2' } } }),
  'maskdata-uuid': () => require('maskdata').maskUuid('not-a-uuid-but-secret'),
  'maskdata-jwt': () => require('maskdata').maskJwt('eyJhbGciOiJIUzI1NiJ9.secret-payload'),
};

console.log(cases[process.argv[2]]());
