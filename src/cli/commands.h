#pragma once
#include "cli/context.h"

namespace docmill::cli {

// Each adds its sub-commands to `app`. `context` outlives the call of app.parse().
void add_role_commands(CLI::App& app, Context& context);     // serve, api, worker, steward
void add_call_command(CLI::App& app, Context& context);      // call
void add_profile_command(CLI::App& app, Context& context);   // profile add|list|use|remove
void add_key_commands(CLI::App& app, Context& context);      // key create|list|revoke|rotate-master
void add_account_commands(CLI::App& app, Context& context);  // usage, plan
void add_run_command(CLI::App& app, Context& context);       // run
void add_template_command(CLI::App& app, Context& context);  // template check|fill
void add_care_commands(CLI::App& app, Context& context);     // sweep, dead
void add_info_commands(CLI::App& app, Context& context);     // actions, openapi, settings, version
void add_doctor_command(CLI::App& app, Context& context);    // doctor
void add_certs_command(CLI::App& app, Context& context);     // certs
void add_help_commands(CLI::App& app, Context& context);     // help, man, completions, complete

}  // namespace docmill::cli
