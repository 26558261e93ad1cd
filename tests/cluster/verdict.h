#pragma once
#include <string>
#include <vector>

#include "cluster/cluster.h"
#include "cluster/load.h"

namespace docmill::testing {

/// Everything that is wrong after `report`'s jobs of `tenant`, the first of it being what the clients themselves saw: jobs without
/// an ending or with another one than before, documents held for ever, charged too often or not at all, dead letters,
/// roles that end badly, blobs that no sweep removes. Empty is good. Ends every role of the cluster.
std::vector<std::string> faults_after(Cluster& cluster, const Load& load, const LoadReport& report, const std::string& tenant);

}  // namespace docmill::testing
