#!/bin/sh
# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
redguard local start lab
redguard --url local:lab lock instrument -- ./job
redguard local status lab
redguard local stop lab
