# shellcheck shell=bash
# What all scripts share: where things are, how they speak, and the environment of a build. Sourced, never run.

# cd prints where it went when CDPATH is set, so its output goes nowhere.
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." >/dev/null && pwd)
CACHE="$HOME/.cache/benchling-webhook-installer"

# Build results and tools live outside the checkout: a clean clone starts warm, and removing it leaves nothing.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$CACHE/target}"
export INSTALLER_TOOLS="${INSTALLER_TOOLS:-$CACHE/tools}"
export PATH="$INSTALLER_TOOLS/bin:$INSTALLER_TOOLS/npm/node_modules/.bin:$HOME/.cargo/bin:$PATH"

say() { printf '%s\n' "$*" >&2; }

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# The version of a crate that Cargo.lock names. Fails where it names none, or several.
locked_version() {
    awk -v want="name = \"$1\"" '
        $0 == want { getline; gsub(/version = |"/, ""); found = $0; count++ }
        END { if (count != 1) exit 1; print found }
    ' "$ROOT/Cargo.lock"
}

# The standard library for WebAssembly is part of the toolchain that cargo uses.
have_wasm_target() {
    local libraries
    libraries=$(rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null) && [ -d "$libraries" ]
}

# Prepares the environment of a cargo call for wasm32-unknown-unknown. Nothing to do where rustup could fetch the
# target; elsewhere Debian's compiler for Firefox and Chromium builds the standard library from its own sources,
# with rustup's linker, since the link to it in Debian's package dangles. Call it in a subshell.
wasm_environment() {
    have_wasm_target && return
    [ -x /usr/bin/rustc ] && [ -e /usr/lib/rustlib/src/rust ] ||
        die "the WebAssembly target is missing; run scripts/setup build"
    local host sysroot
    host=$(rustc -vV | sed -n 's/^host: //p')
    sysroot=$(rustc --print sysroot)
    export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="$sysroot/lib/rustlib/$host/bin/rust-lld"
    # Another compiler in the same folder would make cargo rebuild everything each time the two take turns.
    export CARGO_TARGET_DIR="$CARGO_TARGET_DIR-wasm"
}
