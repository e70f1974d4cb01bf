use super::*;

const OURS: bool = true;
const SOMEBODYS: bool = false;

fn here(changed_at: i64) -> Here {
    Here::Read { changed_at: Some(Timestamp(changed_at)), is_stored_as: true }
}

/// Written at 100.
fn held(settings: &[&'static str], client_secret: bool, is_ours: bool) -> Store {
    Store::Held { settings: settings.to_vec(), client_secret, is_ours, written_at: Some(Timestamp(100)) }
}

fn untold(why: &str) -> String {
    why.to_owned()
}

fn judged(here: Here, store: Store, keyring: Kept, in_use: Option<bool>) -> Agreement {
    judge(&Facts { profile: "default".parse().unwrap(), here, store, keyring, in_use })
}

/// Profile, Secrets Manager, keyring, tasks; then what is said of them.
#[test]
fn each_finding_has_one_verdict_and_one_remedy() {
    let used = Some(true);
    let renamed = Here::Read { changed_at: None, is_stored_as: false };
    let same = || held(&[], false, OURS);
    #[rustfmt::skip]
    let table = [
        (here(1), same(), Kept::Held, used, Verdict::Agree, None, "Profile, Secrets Manager, tasks and keyring agree."),
        (here(1), held(&["pkgKey"], false, OURS), Kept::Held, used, Verdict::ProfileNewer, Some(Remedy::Deploy), "The profile is newest: the metadata key is not what"),
        (here(1), held(&["benchlingTenant", "pkgKey"], true, OURS), Kept::Held, used, Verdict::ProfileNewer, Some(Remedy::Deploy), "the Benchling tenant, the metadata key and the client secret are not"),
        (here(1), held(&[], true, OURS), Kept::Held, used, Verdict::ProfileNewer, Some(Remedy::Deploy), "The keyring is newest: the client secret is not"),
        (renamed, same(), Kept::Held, used, Verdict::ProfileNewer, Some(Remedy::Deploy), "the profile's name is not"),
        (here(99), held(&["pkgKey"], false, SOMEBODYS), Kept::Held, used, Verdict::StoreNewer, Some(Remedy::Adopt), "somebody changed the metadata key there"),
        (here(101), held(&["pkgKey"], false, SOMEBODYS), Kept::Held, used, Verdict::ProfileNewer, Some(Remedy::Deploy), "The profile is newest"),
        (here(101), held(&[], true, SOMEBODYS), Kept::Held, used, Verdict::StoreNewer, Some(Remedy::EnterSecret), "somebody changed the client secret there"),
        (here(1), held(&["pkgKey"], true, SOMEBODYS), Kept::Held, Some(false), Verdict::StoreNewer, Some(Remedy::Adopt), "the metadata key and the client secret"),
        (here(1), held(&[], false, SOMEBODYS), Kept::Held, Some(false), Verdict::TasksOlder, Some(Remedy::Restart), "before its secret was written"),
        (here(1), same(), Kept::Nothing, Some(false), Verdict::TasksOlder, Some(Remedy::Restart), "before its secret was written"),
        (here(1), same(), Kept::Nothing, used, Verdict::KeyringMissing, Some(Remedy::EnterSecret), "for the profile \"default\""),
        (here(1), Store::Missing, Kept::Nothing, Some(false), Verdict::StoreMissing, Some(Remedy::Deploy), "no secret for it any more"),
        (here(1), same(), Kept::Untold(untold("It is locked.")), used, Verdict::Agree, None, "As far as can be told, its settings agree everywhere. The keyring can't be told: It is locked."),
        (here(1), held(&["pkgKey"], false, OURS), Kept::Untold(untold("It is locked.")), used, Verdict::ProfileNewer, Some(Remedy::Deploy), "Manager holds. The keyring can't be told: It is locked."),
        (here(1), Store::Untold(untold("It is denied.")), Kept::Held, used, Verdict::Agree, None, "Secrets Manager can't be told: It is denied."),
        (Here::Untold(untold("It is gone.")), Store::Unread, Kept::Held, Some(false), Verdict::TasksOlder, Some(Remedy::Restart), "The profile can't be told: It is gone."),
        (here(1), same(), Kept::Held, None, Verdict::Agree, None, "Whether its tasks use the secret can't be told"),
    ];
    for (number, (here, store, keyring, in_use, verdict, remedy, says)) in table.into_iter().enumerate() {
        let agreement = judged(here, store, keyring, in_use);
        assert_eq!((agreement.verdict, agreement.remedy), (verdict, remedy), "row {number}: {agreement:?}");
        assert!(agreement.detail.contains(says), "row {number}: {agreement:?}");
    }
}
