#pragma once
#include "model/action.h"

/// The declarations of archives, performed by the data engine.
namespace docmill::actions {

model::Action archive_create();
model::Action archive_extract();
model::Action archive_list();

}  // namespace docmill::actions
