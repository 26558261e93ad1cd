#pragma once
#include <string>
#include <vector>

#include "cluster/cluster.h"
#include "cluster/load.h"

namespace docmill::testing {

/// What is wrong once `report`'s jobs of `tenant` have come to rest, the first of it being what the clients themselves saw: jobs without
/// an ending or with another one than before, documents held for ever. Empty is good. All members have to be well.
std::vector<std::string> faults_of_round(Cluster& cluster, const Load& load, const LoadReport& report, const std::string& tenant);

/// What is wrong in the end, when `succeeded` jobs of `tenant` have: documents charged too often or not at all, dead letters, roles that
/// end badly, blobs that no sweep removes. Empty is good. Ends every role of the cluster.
std::vector<std::string> faults_at_end(Cluster& cluster, int succeeded, const std::string& tenant);

/// Both, for a run of one round.
std::vector<std::string> faults_after(Cluster& cluster, const Load& load, const LoadReport& report, const std::string& tenant);

}  // namespace docmill::testing
