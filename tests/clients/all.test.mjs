// Every test of this folder in one process, so that they share one server. Each file can be run alone as well.
//   node --test tests/clients/all.test.mjs
import { after } from 'node:test';
import { stopServer } from './server.mjs';
import './generated.test.mjs';
import './description.test.mjs';
import './connector.test.mjs';
import './docs_page.test.mjs';
import './javascript.test.mjs';
import './python.test.mjs';
import './n8n.test.mjs';
import './snippets.test.mjs';
import './collection.test.mjs';
import './fuzz.test.mjs';

after(stopServer);
