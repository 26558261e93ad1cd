#pragma once
#include "engines/child/work.h"

namespace docmill::engines::data {

// What data-file actions do; the input is the table. Texts may be in any encoding (child::Text), Encoding says which.
// Errors: BadRequest (a parameter), InputDamaged, InputTooComplex (a bound of Excel or of the output), NotApplicable (nothing to write).

/// A JSON array of objects, all values strings. Headers names the columns (comma separated), the first line does where it is not given;
/// SkipFirstLine leaves the first line out where Headers is given. Missing fields are empty, fields beyond the columns are dropped. Limit
/// bounds the rows. Delimiter: see csv_delimiter().
Result<Finished> csv_to_json(child::Work& work);
/// A workbook. HasHeaderRecords: the first line names the columns. Mappings chooses, orders, types and names columns; all columns come as
/// they are without it. Locale says how numbers and dates are written. Limit, Delimiter as above.
Result<Finished> csv_to_xlsx(child::Work& work);
/// A workbook of the array at PathToJsonArray: a row for each element, a column for each key. Mappings, Locale as above.
Result<Finished> json_to_xlsx(child::Work& work);
/// The same as CSV in UTF-8 with a line of names. Locale decides the decimal sign.
Result<Finished> json_to_csv(child::Work& work);
/// CSV in UTF-8 of one sheet, Sheet by name or number, the first by default: numbers with a point, dates as ISO 8601.
Result<Finished> xlsx_to_csv(child::Work& work);
/// A JSON array of objects of one sheet. HasHeaderRecords: the first row that is not empty names the keys.
Result<Finished> xlsx_to_json(child::Work& work);

}  // namespace docmill::engines::data
