// What a service of one's own around a template library does for a document: the process kept warm, the template read from the disk.
//   node peer_docx.js carbone|docxtemplater TEMPLATE DATA WARM_UP TIMES OUT      prints milliseconds, a line each; OUT: the last document
'use strict';
const fs = require('fs');
const path = require('path');
const modules = path.join(__dirname, '../tests/services/node_modules/');

function with_carbone(template, data) {
  const carbone = require(modules + 'carbone');
  return new Promise((done, failed) => {
    carbone.render(template, data, {}, (error, document) => (error ? failed(error) : done(document)));
  });
}

function with_docxtemplater(template, data) {
  const PizZip = require(modules + 'pizzip');
  const Docxtemplater = require(modules + 'docxtemplater');
  const document = new Docxtemplater(new PizZip(fs.readFileSync(template)), { paragraphLoop: true, linebreaks: true });
  document.render(data);
  return document.toBuffer({ compression: 'DEFLATE' });
}

async function main([name, template, file, warmUp, times, out]) {
  const data = JSON.parse(fs.readFileSync(file, 'utf8'));
  const render = { carbone: with_carbone, docxtemplater: with_docxtemplater }[name];
  let document;
  for (let i = 0; i < Number(warmUp) + Number(times); ++i) {
    const start = process.hrtime.bigint();
    document = await render(template, data);
    if (i >= Number(warmUp)) console.log((Number(process.hrtime.bigint() - start) / 1e6).toFixed(3));
  }
  fs.writeFileSync(out, document);
  process.exit(0);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
