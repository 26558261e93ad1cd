#pragma once
#include "model/action.h"

/// The declarations of data files, performed by the data engine.
namespace docmill::actions {

model::Action csv_to_json();
model::Action csv_to_xlsx();
model::Action json_to_xlsx();
model::Action json_to_csv();
model::Action xlsx_to_csv();
model::Action xlsx_to_json();

}  // namespace docmill::actions
