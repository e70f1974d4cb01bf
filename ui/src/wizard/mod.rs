//! The wizard's decisions, without a page: which answers there are, which are missing, what the rail shows.
