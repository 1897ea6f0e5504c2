// SPDX-License-Identifier: MIT
#define BOOST_TEST_MODULE dialect
#include <boost/test/included/unit_test.hpp>
