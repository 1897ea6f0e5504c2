// SPDX-License-Identifier: MIT
#include <iostream>

#include "gtx/base/text.hpp"
#include "gtx/base/units.hpp"
#include "gtx/base/version.hpp"

int main() {
    const gtx::Watts power = gtx::Volts(51.2) * gtx::Amps(-25);
    std::string text;
    gtx::text::append_number(text, power.value(), 0, 3);
    std::cout << text << ' ' << gtx::symbol(gtx::Watts::unit) << ' ' << GTX_VERSION << '\n';
}
