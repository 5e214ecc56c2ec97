// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0

// What QDoc reads before any source: all that is public.
#include <RedGuard/Coroutine>
#include <RedGuard/LocalServer>
#include <RedGuard/RedGuard>
