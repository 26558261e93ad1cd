// What a test asks of its storage directly, without any of Docmill's own code. `list` prints the name of every object, one a line;
// `make` makes the container or bucket if there is none.
//   node storage.js list|make azure CONNECTION_FILE CONTAINER                      (a connection string a line, an account each)
//   node storage.js list|make s3 ENDPOINT CREDENTIALS_FILE BUCKET      (credentials: ID:SECRET)
'use strict';
const fs = require('fs');

async function azure(what, connectionFile, container) {
  const { BlobServiceClient } = require('@azure/storage-blob');
  const accounts = fs.readFileSync(connectionFile, 'utf8').split('\n').filter(Boolean);
  for (const connection of accounts) {
    const client = BlobServiceClient.fromConnectionString(connection).getContainerClient(container);
    if (what === 'make') await client.createIfNotExists();
    else for await (const blob of client.listBlobsFlat()) console.log(blob.name);
  }
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
