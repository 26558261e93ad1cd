// Prints the name of every object that a test's storage holds, one a line, asked without any of Docmill's own code.
//   node list_store.js azure CONNECTION_FILE CONTAINER
//   node list_store.js s3 ENDPOINT CREDENTIALS_FILE BUCKET      (credentials: ID:SECRET)
'use strict';
const fs = require('fs');

async function azure(connectionFile, container) {
  const { BlobServiceClient } = require('@azure/storage-blob');
  const service = BlobServiceClient.fromConnectionString(fs.readFileSync(connectionFile, 'utf8').trim());
  const client = service.getContainerClient(container);
  if (!(await client.exists())) return;
  for await (const blob of client.listBlobsFlat()) console.log(blob.name);
}

async function s3(endpoint, credentialsFile, bucket) {
  const { S3Client, paginateListObjectsV2 } = require('@aws-sdk/client-s3');
  const [accessKeyId, secretAccessKey] = fs.readFileSync(credentialsFile, 'utf8').trim().split(':');
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: { accessKeyId, secretAccessKey } });
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket })) {
    for (const object of page.Contents || []) console.log(object.Key);
  }
}

const [kind, ...words] = process.argv.slice(2);
({ azure, s3 })[kind](...words).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
