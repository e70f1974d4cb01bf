//! The SDK's side of the contract, and what only a server can show, each test on a stand-in of its own.

mod contract;
