export { Docmill } from './docmill.js';
export { Job } from './job.js';
export { Problem } from './problem.js';
export { Result } from './result.js';
export { NamedFile, named } from './form.js';
export { verifyCallback } from './callback.js';
