// What a test asks of its storage directly, without any of Docmill's own code. `list` prints the name of every object, one a line;
// `make` makes the container or bucket if there is none.
//   node storage.js list|make azure CONNECTION_FILE CONTAINER
//   node storage.js list|make s3 ENDPOINT CREDENTIALS_FILE BUCKET      (credentials: ID:SECRET)
'use strict';
const fs = require('fs');

async function azure(what, connectionFile, container) {
  const { BlobServiceClient } = require('@azure/storage-blob');
  const service = BlobServiceClient.fromConnectionString(fs.readFileSync(connectionFile, 'utf8').trim());
  const client = service.getContainerClient(container);
  if (what === 'make') return void (await client.createIfNotExists());
  for await (const blob of client.listBlobsFlat()) console.log(blob.name);
}

async function s3(what, endpoint, credentialsFile, Bucket) {
  const { S3Client, CreateBucketCommand, paginateListObjectsV2 } = require('@aws-sdk/client-s3');
  const [accessKeyId, secretAccessKey] = fs.readFileSync(credentialsFile, 'utf8').trim().split(':');
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: { accessKeyId, secretAccessKey } });
  if (what === 'make') return void (await client.send(new CreateBucketCommand({ Bucket })));
  for await (const page of paginateListObjectsV2({ client }, { Bucket })) {
    for (const object of page.Contents || []) console.log(object.Key);
  }
}

const [what, kind, ...words] = process.argv.slice(2);
({ azure, s3 })[kind](what, ...words).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
