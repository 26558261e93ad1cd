'use strict';

/** @typedef {import('n8n-workflow').ICredentialType} ICredentialType */

/** @implements {ICredentialType} */
class DocmillApi {
  constructor() {
    this.name = 'docmillApi';
    this.displayName = 'Docmill API';
    /** @type {import('n8n-workflow').INodeProperties[]} */
    this.properties = [
      {
        displayName: 'Address',
        name: 'url',
        type: 'string',
        default: '',
        placeholder: 'https://docs.example.com',
        required: true,
        description: 'Where your Docmill is',
      },
      { displayName: 'API Key', name: 'key', type: 'string', typeOptions: { password: true }, default: '', required: true },
    ];
    /** @type {import('n8n-workflow').IAuthenticateGeneric} */
    this.authenticate = { type: 'generic', properties: { headers: { Authorization: '={{$credentials.key}}' } } };
    /** @type {import('n8n-workflow').ICredentialTestRequest} */
    this.test = { request: { baseURL: '={{$credentials.url}}', url: '/api/v2/user/Profiles/me' } };
  }
}

module.exports = { DocmillApi };
