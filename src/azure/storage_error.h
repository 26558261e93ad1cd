#pragma once
#include <string>
#include <string_view>

#include "azure/request.h"
#include "base/error.h"

namespace docmill::azure {

/// The service's own name for what went wrong ("MessageNotFound"): the x-ms-error-code header, else the <Code> of the body.
/// Letters and digits only; "" when it gave none.
std::string storage_code(const Answer& answer);

/// An answer nobody expected as an Error. 401 and 403: PermissionDenied with a remedy in the cause; 404: NotFound; 409:
/// AlreadyExists for the codes that say so, else Conflict; 412: Conflict; 413: PayloadTooLarge; 416: RangeNotSatisfiable;
/// 408, 429, 5xx: Unavailable with the service's Retry-After; 507: StorageFull; anything else: Internal (a request the service does not
/// understand is our bug). The cause holds status, code and the service's request id, never the body: it can repeat the signature.
Error storage_error(const Answer& answer, std::string_view doing);

}  // namespace docmill::azure
