// Docmill in one Azure region, over its availability zones. Written from the documentation and checked for its structure only
// (scripts/check_deploy.sh): it was never compiled or deployed. See docs/deploy.md.
//   az deployment group create -g docmill -f deploy/azure/main.bicep -p sshKey="$(cat key.pub)" imageId=… databasePassword=…
// The first deployment makes the vault. Put the secrets of `readable` into it (each a file, Base64 encoded), deploy again with
// secretsReady=true, which gives each role its rights, and run docmill-secrets on the machines or make them anew.

param location string = 'westeurope'
@description('Short and of your own: names of accounts and vaults are unique in all of Azure. 3 to 12 small letters and digits.')
@minLength(3)
@maxLength(12)
param name string = 'docmill'
@description('A machine image with Docmill installed; cloud-init.yaml says what it holds.')
param imageId string
param sshKey string
param operatorName string = 'operator'
@secure()
param databasePassword string
@minValue(2)
param apiCount int = 2
param secretsReady bool = false
param workersLeast int = 2
param workersMost int = 20
param apiSize string = 'Standard_D2s_v5'
param workerSize string = 'Standard_D4s_v5'

var zones = ['1', '2', '3']
var roles = {
  blobData: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe' // Storage Blob Data Contributor
  queueData: '974c5e8b-45b9-4653-ba55-5f855dd0fb88' // Storage Queue Data Contributor
  secrets: '4633458b-17de-408a-b874-0445c86b69e6' // Key Vault Secrets User
}
// Which secret of the vault which role may read. Workers get nothing of the accounts.
var readable = [
  { role: 'front', secret: 'front-pem' }
  { role: 'front', secret: 'ca-pem' }
  { role: 'front', secret: 'front-env' }
  { role: 'api', secret: 'master-key' }
  { role: 'api', secret: 'api-pem' }
  { role: 'api', secret: 'api-key' }
  { role: 'api', secret: 'api-env' }
  { role: 'api', secret: 'steward-env' }
  { role: 'worker', secret: 'master-key' }
  { role: 'worker', secret: 'worker-env' }
]
var identityIndex = { front: 0, api: 1, worker: 2 }
var parts = ['front', 'api', 'worker']
var cloudInit = loadTextContent('cloud-init.yaml')
var vaultHost = '${name}-vault${environment().suffixes.keyvaultDns}'
var account = '${name}transit'

resource identities 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = [for part in parts: {
  name: '${name}-${part}'
  location: location
}]

// ---- Network: every part in a subnet of its own, and only the roads that it needs.

var roads = [
  [ // front
    { name: 'https', from: 'Internet', ports: ['80', '443'] }
    { name: 'alive', from: 'AzureLoadBalancer', ports: ['8405'] }
  ]
  [ // api: HAProxy only
    { name: 'front', from: '10.0.0.0/24', ports: ['9443', '9444'] }
  ]
  [] // worker: nobody calls a worker
  [ // database
    { name: 'accounts', from: '10.0.1.0/24', ports: ['5432'] }
    { name: 'standby', from: '10.0.3.0/24', ports: ['5432', '6432'] }
  ]
]
var subnets = ['front', 'api', 'worker', 'database']

resource guards 'Microsoft.Network/networkSecurityGroups@2023-11-01' = [for (subnet, i) in subnets: {
  name: '${name}-${subnet}'
  location: location
  properties: {
    securityRules: concat(map(range(0, length(roads[i])), n => {
      name: roads[i][n].name
      properties: {
        priority: 100 + n
        direction: 'Inbound'
        access: 'Allow'
        protocol: 'Tcp'
        sourceAddressPrefix: roads[i][n].from
        sourcePortRange: '*'
        destinationAddressPrefix: '*'
        destinationPortRanges: roads[i][n].ports
      }
    }), [
      {
        name: 'nothing-else'
        properties: {
          priority: 4000
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ], subnet == 'worker' ? [
      {
        // Documents are opened here: no road to the accounts, the API or the fronts.
        name: 'not-inside'
        properties: {
          priority: 100
          direction: 'Outbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '10.0.0.0/16'
          destinationPortRange: '*'
        }
      }
    ] : [])
  }
}]

resource outAddress 'Microsoft.Network/publicIPAddresses@2023-11-01' = {
  name: '${name}-out'
  location: location
  sku: { name: 'Standard' }
  properties: { publicIPAllocationMethod: 'Static' }
}

resource gateway 'Microsoft.Network/natGateways@2023-11-01' = {
  name: '${name}-nat'
  location: location
  sku: { name: 'Standard' }
  properties: { publicIpAddresses: [{ id: outAddress.id }] }
}

resource network 'Microsoft.Network/virtualNetworks@2023-11-01' = {
  name: '${name}-net'
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [for (subnet, i) in subnets: {
      name: subnet
      properties: {
        addressPrefix: '10.0.${i}.0/24'
        networkSecurityGroup: { id: guards[i].id }
        natGateway: subnet == 'database' ? null : { id: gateway.id }
        serviceEndpoints: subnet == 'database' ? [] : [{ service: 'Microsoft.Storage' }, { service: 'Microsoft.KeyVault' }]
        delegations: subnet == 'database' ? [
          { name: 'postgres', properties: { serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers' } }
        ] : []
      }
    }]
  }
}

// ---- Storage: queue and sealed documents.

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: account
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_RAGRS' }
  properties: {
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false // machines prove who they are; there is no key to lose
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'None'
      virtualNetworkRules: [for subnet in ['api', 'worker']: {
        id: '${network.id}/subnets/${subnet}'
        action: 'Allow'
      }]
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: storage
  name: 'default'
  // Deleted means deleted: customers' documents are not kept.
  properties: {
    deleteRetentionPolicy: { enabled: false }
    containerDeleteRetentionPolicy: { enabled: false }
    isVersioningEnabled: false
  }
}

resource transit 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  parent: blobs
  name: 'transit'
  properties: { publicAccess: 'None' }
}

// The stewards clean up; this is the second broom, should they ever stand still. Longer than --record-lifetime.
resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2023-05-01' = {
  parent: storage
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'second-broom'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['${transit.name}/'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 8 } } }
          }
        }
      ]
    }
  }
}

var dataRoles = [
  { part: 'api', role: roles.blobData }
  { part: 'api', role: roles.queueData }
  { part: 'worker', role: roles.blobData }
  { part: 'worker', role: roles.queueData }
]

resource dataRights 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for right in dataRoles: {
  name: guid(storage.id, right.part, right.role)
  scope: storage
  properties: {
    principalId: identities[identityIndex[right.part]].properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', right.role)
  }
}]

// ---- Vault. Secrets are put in by people; a right is given for each secret, so a worker cannot read what names the database.

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: '${name}-vault'
  location: location
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true // the master key is the documents: nobody shall be able to end it at once
    networkAcls: {
      defaultAction: 'Allow' // secrets come from an operator's machine; who may read them is decided by the rights below
      bypass: 'None'
    }
  }
}

resource secretsNow 'Microsoft.KeyVault/vaults/secrets@2023-07-01' existing = [for entry in readable: {
  parent: vault
  name: entry.secret
}]

resource secretRights 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (entry, i) in readable: if (secretsReady) {
  name: guid(vault.id, entry.role, entry.secret)
  scope: secretsNow[i]
  properties: {
    principalId: identities[identityIndex[entry.role]].properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.secrets)
  }
}]

// ---- Accounts. docs/deploy.md says which role the API and the stewards log in with; it is not this owner.

resource databaseZone 'Microsoft.Network/privateDnsZones@2020-06-01' = {
  name: '${name}.private.postgres.database.azure.com'
  location: 'global'
}

resource databaseLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = {
  parent: databaseZone
  name: 'net'
  location: 'global'
  properties: { registrationEnabled: false, virtualNetwork: { id: network.id } }
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers@2023-06-01-preview' = {
  name: '${name}-accounts'
  location: location
  sku: { name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' }
  properties: {
    version: '15'
    administratorLogin: 'docmill_owner'
    administratorLoginPassword: databasePassword
    availabilityZone: '1'
    highAvailability: { mode: 'ZoneRedundant', standbyAvailabilityZone: '2' }
    storage: { storageSizeGB: 64 }
    backup: { backupRetentionDays: 14, geoRedundantBackup: 'Enabled' }
    network: {
      delegatedSubnetResourceId: '${network.id}/subnets/database'
      privateDnsZoneArmResourceId: databaseZone.id
    }
  }
  dependsOn: [databaseLink]
}

resource accounts 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2023-06-01-preview' = {
  parent: database
  name: 'docmill'
}

// ---- Fronts: two HAProxy machines in two zones behind a load balancer that only looks at TCP.

resource frontAddress 'Microsoft.Network/publicIPAddresses@2023-11-01' = {
  name: '${name}-front'
  location: location
  sku: { name: 'Standard' }
  zones: zones
  properties: { publicIPAllocationMethod: 'Static' }
}

var balancerId = resourceId('Microsoft.Network/loadBalancers', '${name}-front')

resource balancer 'Microsoft.Network/loadBalancers@2023-11-01' = {
  name: '${name}-front'
  location: location
  sku: { name: 'Standard' }
  properties: {
    frontendIPConfigurations: [{ name: 'public', properties: { publicIPAddress: { id: frontAddress.id } } }]
    backendAddressPools: [{ name: 'fronts' }]
    probes: [
      {
        // DOCMILL_FRONT_ALIVE=*:8405 in the secret front-env
        name: 'alive'
        properties: { protocol: 'Http', port: 8405, requestPath: '/health/front', intervalInSeconds: 5, numberOfProbes: 1, probeThreshold: 2 }
      }
    ]
    loadBalancingRules: [for port in [80, 443]: {
      name: 'port-${port}'
      properties: {
        protocol: 'Tcp'
        frontendPort: port
        backendPort: port
        idleTimeoutInMinutes: 4
        enableTcpReset: true
        disableOutboundSnat: true
        frontendIPConfiguration: { id: '${balancerId}/frontendIPConfigurations/public' }
        backendAddressPool: { id: '${balancerId}/backendAddressPools/fronts' }
        probe: { id: '${balancerId}/probes/alive' }
      }
    }]
  }
}

// ---- Machines. The n-th of a part has a fixed address, which front-env and the API's certificates name: fronts from 10.0.0.11, API
// nodes (each with a steward) from 10.0.1.11.

var machines = concat(
  map(range(0, 2), i => { part: 'front', number: i, subnet: 0 }),
  map(range(0, apiCount), i => { part: 'api', number: i, subnet: 1 })
)

resource cards 'Microsoft.Network/networkInterfaces@2023-11-01' = [for machine in machines: {
  name: '${name}-${machine.part}-${machine.number + 1}'
  location: location
  properties: {
    ipConfigurations: [
      {
        name: 'only'
        properties: {
          subnet: { id: '${network.id}/subnets/${machine.part}' }
          privateIPAllocationMethod: 'Static'
          privateIPAddress: '10.0.${machine.subnet}.${machine.number + 11}'
          loadBalancerBackendAddressPools: machine.part == 'front' ? [{ id: '${balancer.id}/backendAddressPools/fronts' }] : []
        }
      }
    ]
  }
}]

resource nodes 'Microsoft.Compute/virtualMachines@2024-03-01' = [for (machine, i) in machines: {
  name: '${name}-${machine.part}-${machine.number + 1}'
  location: location
  zones: [zones[machine.number % 3]]
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identities[identityIndex[machine.part]].id}': {} } }
  properties: {
    hardwareProfile: { vmSize: apiSize }
    storageProfile: {
      imageReference: { id: imageId }
      osDisk: { createOption: 'FromImage', managedDisk: { storageAccountType: 'Premium_LRS' }, deleteOption: 'Delete' }
    }
    osProfile: {
      computerName: '${machine.part}-${machine.number + 1}'
      adminUsername: operatorName
      customData: base64(replace(replace(replace(replace(cloudInit, '@ROLE@', machine.part), '@VAULT@', vaultHost), '@ACCOUNT@', account), '@CLIENT_ID@', identities[identityIndex[machine.part]].properties.clientId))
      linuxConfiguration: {
        disablePasswordAuthentication: true
        ssh: { publicKeys: [{ path: '/home/${operatorName}/.ssh/authorized_keys', keyData: sshKey }] }
      }
    }
    networkProfile: { networkInterfaces: [{ id: cards[i].id }] }
  }
}]

// ---- Workers: as many as the queue needs.

resource workers 'Microsoft.Compute/virtualMachineScaleSets@2024-03-01' = {
  name: '${name}-workers'
  location: location
  zones: zones
  sku: { name: workerSize, capacity: workersLeast }
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identities[identityIndex.worker].id}': {} } }
  properties: {
    orchestrationMode: 'Uniform'
    upgradePolicy: { mode: 'Manual' }
    virtualMachineProfile: {
      storageProfile: {
        imageReference: { id: imageId }
        osDisk: { createOption: 'FromImage', managedDisk: { storageAccountType: 'Premium_LRS' } }
      }
      osProfile: {
        computerNamePrefix: 'worker'
        adminUsername: operatorName
        customData: base64(replace(replace(replace(replace(cloudInit, '@ROLE@', 'worker'), '@VAULT@', vaultHost), '@ACCOUNT@', account), '@CLIENT_ID@', identities[identityIndex.worker].properties.clientId))
        linuxConfiguration: {
          disablePasswordAuthentication: true
          ssh: { publicKeys: [{ path: '/home/${operatorName}/.ssh/authorized_keys', keyData: sshKey }] }
        }
      }
      networkProfile: {
        networkInterfaceConfigurations: [
          {
            name: 'only'
            properties: {
              primary: true
              ipConfigurations: [{ name: 'only', properties: { subnet: { id: '${network.id}/subnets/worker' } } }]
            }
          }
        ]
      }
      // Told to go, a worker has five minutes; it drains within --drain-timeout (130 s).
      scheduledEventsProfile: { terminateNotificationProfile: { enable: true, notBeforeTimeout: 'PT5M' } }
    }
  }
}

// The age of the oldest waiting job, docmill_queue_oldest_seconds of /metrics. Docmill does not send it to Azure Monitor: let an agent on
// the API machines (Telegraf: inputs.prometheus, outputs.azure_monitor with namespace_prefix "docmill/" and this scale set as resource_id)
// do that. While the figure is missing, the number of workers stays as it is.
var oldest = {
  metricName: 'docmill_queue_oldest_seconds'
  metricNamespace: 'docmill/prometheus'
  metricResourceUri: workers.id
  timeGrain: 'PT1M'
  statistic: 'Max'
  timeAggregation: 'Maximum'
}

resource growth 'Microsoft.Insights/autoscalesettings@2022-10-01' = {
  name: '${name}-workers'
  location: location
  properties: {
    enabled: true
    targetResourceUri: workers.id
    profiles: [
      {
        name: 'by the age of the oldest job'
        capacity: { minimum: string(workersLeast), maximum: string(workersMost), default: string(workersLeast) }
        rules: [
          {
            metricTrigger: union(oldest, { timeWindow: 'PT3M', operator: 'GreaterThan', threshold: 15 })
            scaleAction: { direction: 'Increase', type: 'ChangeCount', value: '2', cooldown: 'PT3M' }
          }
          {
            metricTrigger: union(oldest, { timeWindow: 'PT15M', operator: 'LessThan', threshold: 2 })
            scaleAction: { direction: 'Decrease', type: 'ChangeCount', value: '1', cooldown: 'PT10M' }
          }
        ]
      }
    ]
  }
}

output address string = frontAddress.properties.ipAddress
output databaseHost string = database.properties.fullyQualifiedDomainName
output vaultUri string = vault.properties.vaultUri
