// Microsoft's own client of Azure Queue Storage, for tests that show that it and we understand each other.
//   node azure_queue.js put CONNECTION QUEUE TEXT       prints nothing
//   node azure_queue.js take CONNECTION QUEUE           prints {text, dequeueCount} of the oldest message and removes it
//   node azure_queue.js sas CONNECTION PERMISSIONS      prints a signature for the account's queue service
'use strict';
const queue = require('@azure/storage-queue');

const [command, connection, ...rest] = process.argv.slice(2);
const service = queue.QueueServiceClient.fromConnectionString(connection);

async function put(name, text) {
  await service.getQueueClient(name).sendMessage(Buffer.from(text).toString('base64'));
}

async function take(name) {
  const client = service.getQueueClient(name);
  const message = (await client.receiveMessages()).receivedMessageItems[0];
  await client.deleteMessage(message.messageId, message.popReceipt);
  const text = Buffer.from(message.messageText, 'base64').toString();
  console.log(JSON.stringify({ text, dequeueCount: message.dequeueCount }));
}

async function sas(permissions) {
  const values = {
    expiresOn: new Date('2099-01-01'),
    permissions: queue.AccountSASPermissions.parse(permissions),
    resourceTypes: 'sco',
    services: 'q',
  };
  console.log(queue.generateAccountSASQueryParameters(values, service.credential).toString());
}

({ put, take, sas })[command](...rest).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
