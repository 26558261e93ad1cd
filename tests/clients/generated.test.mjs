// What the clients have of the catalogue is the catalogue.
import assert from 'node:assert/strict';
import test from 'node:test';
import { stale } from '../../clients/generate.mjs';
import { program } from './server.mjs';

test('Every method, form and request is of the catalogue as it is', () => {
  assert.deepEqual(stale(program), [], 'run clients/generate.mjs');
});
