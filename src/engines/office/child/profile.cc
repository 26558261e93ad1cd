#include "engines/office/child/profile.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <array>
#include <filesystem>

#include "base/fd.h"

namespace docmill::engines::office {
namespace {

struct Setting {
  std::string_view path;
  std::string_view name;
  std::string_view value;
};

constexpr std::array kSettings{
    // Nothing in a document runs, and nothing it names is fetched.
    Setting{"/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"},
    Setting{"/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"},
    Setting{"/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"},
    Setting{"/org.openoffice.Office.Common/Security/Scripting", "CheckDocumentEvents", "false"},
    Setting{"/org.openoffice.Office.Writer/Content/Update", "Link", "2"},  // 2: never
    Setting{"/org.openoffice.Office.Calc/Content/Update", "Link", "2"},
    Setting{"/org.openoffice.Office.Java/VirtualMachine", "Enable", "false"},
    Setting{"/org.openoffice.Office.Common/Misc", "UseOpenCL", "false"},
    // Nobody edits here: no copies, no locks, no recovery.
    Setting{"/org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"},
    Setting{"/org.openoffice.Office.Recovery/RecoveryInfo", "Enabled", "false"},
    Setting{"/org.openoffice.Office.Common/Save/Document", "AutoSave", "false"},
    Setting{"/org.openoffice.Office.Common/Save/Document", "CreateBackup", "false"},
    Setting{"/org.openoffice.Office.Common/Misc", "UseLocking", "false"},
    Setting{"/org.openoffice.Office.Common/Misc", "UseDocumentSystemFileLocking", "false"},
    Setting{"/org.openoffice.Office.Common/Misc", "UseDocumentOOoLockFile", "false"},
    Setting{"/org.openoffice.Office.Common/History", "PickListSize", "0"},
    // The same everywhere.
    Setting{"/org.openoffice.Setup/L10N", "ooLocale", "en-US"},
    Setting{"/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "en-US"},
    Setting{"/org.openoffice.Office.Linguistic/General", "UILocale", "en-US"},
    Setting{"/org.openoffice.Office.Linguistic/General", "DefaultLocale", "en-US"},
    Setting{"/org.openoffice.Office.Linguistic/SpellChecking", "IsSpellAuto", "false"},
    Setting{"/org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"},
};

std::string registry() {
  std::string out =
      R"(<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
)";
  for (const auto& setting : kSettings) {
    out += fmt::format(R"(<item oor:path="{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>)", setting.path,
                       setting.name, setting.value);
    out += '\n';
  }
  return out + "</oor:items>\n";
}

}  // namespace

Result<std::string> write_profile(const std::string& dir) {
  std::error_code failed;
  std::filesystem::create_directories(dir + "/user", failed);
  if (failed) return Failed(system_error(failed.value(), "make the LibreOffice profile"));
  const UniqueFd file(::open((dir + "/user/registrymodifications.xcu").c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!file.valid()) return Failed(system_error(errno, "write the LibreOffice profile"));
  if (auto written = write_all(file.get(), registry()); !written) return Failed(std::move(written.error()));
  return "file://" + dir;
}

}  // namespace docmill::engines::office
