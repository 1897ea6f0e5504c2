// SPDX-License-Identifier: MIT
#include "tools/common/cli.hpp"
#include "tools/gtx-charge-plan/app.hpp"

int main(int argc, char** argv) {
    return gtx::cli::run_main(argc, argv, gtx::charge_plan_tool::tool, gtx::charge_plan_tool::run);
}
