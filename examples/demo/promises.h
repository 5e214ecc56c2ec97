// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_PROMISES_H
#define DEMO_PROMISES_H

#include <chrono>

namespace demo {

// What the workers ask the library for, and what their records are measured against.
inline constexpr int Permits = 3;
inline constexpr int AskersPerWorker = 2; // for permits
inline constexpr int Limit = 5;
inline constexpr std::chrono::milliseconds Window {1000};
inline constexpr int Tables = 2;

// An admission comes up to the slack after its slot, and only slots lie exactly in the window. Admissions
// that came within the window less the slack have their slots within one window.
inline constexpr std::chrono::milliseconds Slack {50};
inline constexpr std::chrono::milliseconds MeasuredWindow = Window - Slack;

} // namespace demo

#endif
