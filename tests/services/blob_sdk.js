'use strict';
// The other side of a cross-check: Microsoft's own SDK reads what we wrote, prints "read NAME SIZE SHA256" for every blob, and
// writes blobs for us: "sdk/small" (2,000 bytes) and "sdk/large" (12 MiB, in blocks of 1 MiB), bytes as in some_bytes() of
// store_contract.h. Usage: node blob_sdk.js CONNECTION_STRING CONTAINER; prints "done" last.

const { createHash } = require('crypto');
const { ContainerClient } = require('@azure/storage-blob');

const [connection, container] = process.argv.slice(2);
const client = new ContainerClient(connection, container);

function someBytes(size) {
  const bytes = Buffer.alloc(size);
  for (let i = 0; i < size; ++i) bytes[i] = (i * 131 + Math.floor(i / 251) + Math.floor(i / 65537)) & 0xff;
  return bytes;
}

async function main() {
  for await (const { name, properties } of client.listBlobsFlat()) {
    const bytes = await client.getBlobClient(name).downloadToBuffer();
    console.log(`read ${name} ${properties.contentLength} ${createHash('sha256').update(bytes).digest('hex')}`);
  }
  await client.getBlockBlobClient('sdk/small').upload(someBytes(2000), 2000);
  const inBlocks = { blockSize: 1024 * 1024, maxSingleShotSize: 1024 * 1024 };
  await client.getBlockBlobClient('sdk/large').uploadData(someBytes(12 * 1024 * 1024), inBlocks);
  console.log('done');
}

main().catch((error) => {
  console.log(`failed ${error.name} ${error.message}`);
  process.exit(1);
});
