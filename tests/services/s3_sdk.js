'use strict';
// The other side of a cross-check: Amazon's own SDK reads what we wrote, prints "read KEY SIZE SHA256" for every object, and writes
// objects for us: "sdk/small" (2,000 bytes) and "sdk/large" (12 MiB, in two parts), bytes as in some_bytes() of store_contract.h.
// Usage: node s3_sdk.js ENDPOINT BUCKET ACCESS_KEY SECRET_KEY; prints "done" last.

const { createHash } = require('crypto');
const {
  S3Client,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} = require('@aws-sdk/client-s3');

const [endpoint, Bucket, accessKeyId, secretAccessKey] = process.argv.slice(2);
const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: { accessKeyId, secretAccessKey } });

function someBytes(size) {
  const bytes = Buffer.alloc(size);
  for (let i = 0; i < size; ++i) bytes[i] = (i * 131 + Math.floor(i / 251) + Math.floor(i / 65537)) & 0xff;
  return bytes;
}

async function readAll() {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  for (const { Key, Size } of Contents) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    const digest = createHash('sha256').update(await Body.transformToByteArray()).digest('hex');
    console.log(`read ${Key} ${Size} ${digest}`);
  }
}

async function writeLarge(Key, bytes) {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const half = bytes.length / 2;
  const Parts = [];
  for (const PartNumber of [1, 2]) {
    const Body = bytes.subarray((PartNumber - 1) * half, PartNumber * half);
    const { ETag } = await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
    Parts.push({ ETag, PartNumber });
  }
  await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
}

async function main() {
  await readAll();
  await client.send(new PutObjectCommand({ Bucket, Key: 'sdk/small', Body: someBytes(2000) }));
  await writeLarge('sdk/large', someBytes(12 * 1024 * 1024));
  console.log('done');
}

main().catch((error) => {
  console.log(`failed ${error.name} ${error.message}`);
  process.exit(1);
});
