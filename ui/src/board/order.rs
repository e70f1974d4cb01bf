//! Sorting for the few dozen rows of a stack. The library's sort is for many more, and a hundredth of the page.

/// Stable, by what `key` says.
pub fn sort_by_key<T, K: Ord>(rows: &mut [T], key: impl Fn(&T) -> K) {
    for new in 1..rows.len() {
        let mut at = new;
        while at > 0 && key(&rows[at - 1]) > key(&rows[at]) {
            rows.swap(at - 1, at);
            at -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sort_by_key;

    #[test]
    fn rows_are_sorted_and_equal_ones_keep_their_order() {
        let mut rows = vec![(3, 'a'), (1, 'b'), (3, 'c'), (2, 'd'), (1, 'e')];
        sort_by_key(&mut rows, |(key, _)| *key);
        assert_eq!(rows, [(1, 'b'), (1, 'e'), (2, 'd'), (3, 'a'), (3, 'c')]);
    }
}
