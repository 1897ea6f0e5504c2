// SPDX-License-Identifier: MIT
#include "tools/common/cli.hpp"
#include "tools/gtx-sim/app.hpp"

int main(int argc, char** argv) {
    return gtx::cli::run_main(argc, argv, gtx::sim_tool::tool, gtx::sim_tool::run);
}
