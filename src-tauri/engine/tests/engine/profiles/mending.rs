//! Profiles that can't be read: shown, repaired or set aside, never written over.

use engine::profiles::mend::{self, Given};
use engine::{files, profiles};
use ipc::profile::MendedBy;
use ipc::{Code, ProfileName};

use crate::world::World;

fn name() -> ProfileName {
    "default".parse().unwrap()
}

fn given(pairs: &[(&str, &str)]) -> Given {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// The profile's file, broken by `how`; and how it was before.
async fn broken(how: impl Fn(&str) -> String) -> (World, String) {
    let world = World::new().await;
    let path = world.engine.paths.profile(&name());
    let text = files::read(&path).unwrap().unwrap();
    files::write(&path, how(&text)).unwrap();
    (world, text)
}

#[tokio::test]
async fn comments_and_stray_commas_are_left_out_and_the_broken_file_is_kept() {
    let edited = |text: &str| {
        text.replacen("{", "{ // mine, \"so\"\n /* \"*/ \"note\": \"a // b, }\",", 1)
            .replacen("\n}", ",\n}", 1)
    };
    let (world, text) = broken(edited).await;
    let paths = &world.engine.paths;
    let problem = profiles::load(paths, &name()).unwrap_err();
    assert!(problem.message.contains("not JSON") && problem.message.contains("line 1"), "{problem}");

    let plan = mend::plan(paths, &name(), &Given::new()).unwrap();
    assert_eq!(plan.mended.iter().map(|mend| mend.how).collect::<Vec<_>>(), [MendedBy::Reading]);
    assert_eq!(plan.open, []);
    assert_eq!(
        files::read(&paths.profile(&name())).unwrap().unwrap(),
        edited(&text),
        "a plan changes nothing"
    );

    let kept = mend::repair(&world.engine, &name(), &Given::new()).unwrap();
    assert_eq!(files::read(kept.as_ref()).unwrap().unwrap(), edited(&text));
    let mended = files::read(&paths.profile(&name())).unwrap().unwrap();
    assert!(mended.contains("\"note\": \"a // b, }\"") && profiles::load(paths, &name()).is_ok(), "{mended}");
    assert_eq!(mend::plan(paths, &name(), &Given::new()).unwrap_err().code, Code::ValueInvalid);
}

#[tokio::test]
async fn every_wrong_key_is_told_and_nothing_is_written_before_each_has_an_answer() {
    let wrong = |text: &str| {
        text.replacen("\"acme\"", "7", 1).replacen("\"INFO\"", "\"LOUD\"", 1).replacen(
            "\"packages\"",
            "null",
            1,
        )
    };
    let (world, text) = broken(wrong).await;
    let paths = &world.engine.paths;
    let problem = profiles::load(paths, &name()).unwrap_err();
    insta::assert_snapshot!(
        problem.message.replace(&paths.base().display().to_string(), "<base>"),
        @r#"The profile <base>/default.json can't be read. "benchlingTenant" is not right: It is a number; it has to be a text in quotes."#
    );
    insta::assert_snapshot!(problem.causes.join("\n"), @r#"
    "benchlingPkgBucket" (the bucket for packages) is missing.
    "logLevel" is not right: A log level is DEBUG, INFO, WARNING or ERROR.
    "#);

    let some = given(&[("benchlingTenant", "https://acme.benchling.com")]);
    let refused = mend::repair(&world.engine, &name(), &some).unwrap_err();
    assert!(refused.next.contains("benchlingPkgBucket"), "{refused:?}");
    assert_eq!(files::read(&paths.profile(&name())).unwrap().unwrap(), wrong(&text));
    let bad = given(&[("benchlingTenant", "acme"), ("benchlingPkgBucket", "NO"), ("nonsense", "x")]);
    assert_eq!(mend::plan(paths, &name(), &bad).unwrap().open.len(), 2);

    let all = given(&[("benchlingTenant", "acme"), ("benchlingPkgBucket", "s3://packages")]);
    mend::repair(&world.engine, &name(), &all).unwrap();
    let mended = profiles::load(paths, &name()).unwrap();
    assert_eq!((mended.benchling_tenant.as_str(), mended.log_level), ("acme", ipc::LogLevel::Info));
}

#[tokio::test]
async fn a_torn_file_is_brought_back_from_the_backup_of_what_it_was_before() {
    let world = World::new().await;
    let paths = &world.engine.paths;
    let mut profile = profiles::load(paths, &name()).unwrap();
    let with_secret = files::read(&paths.profile(&name())).unwrap().unwrap().replacen(
        '{',
        r#"{"benchlingClientSecret":"canary-8","mine":{"deep":1,"apiToken":"canary-9"},"#,
        1,
    );
    files::write(&paths.profile(&name()), &with_secret).unwrap();
    profile.image_tag = "0.18.0".parse().unwrap();
    profiles::save(paths, &profile).unwrap();
    let backup = files::read(&paths.backup(&name())).unwrap().unwrap();
    assert!(backup.contains("0.17.1") && backup.contains("deep") && !backup.contains("canary"), "{backup}");

    files::write(&paths.profile(&name()), [b'{', 0xff]).unwrap();
    assert_eq!(profiles::save(paths, &profile).unwrap_err().code, Code::ProfileBroken);
    let plan = mend::plan(paths, &name(), &Given::new()).unwrap();
    assert_eq!(plan.mended[0].how, MendedBy::Backup);
    mend::repair(&world.engine, &name(), &Given::new()).unwrap();
    assert_eq!(profiles::load(paths, &name()).unwrap().image_tag.as_str(), "0.17.1");
}

#[tokio::test]
async fn set_aside_twice_both_are_there_and_a_right_one_stays() {
    let (world, _) = broken(|_| "{".to_owned()).await;
    let paths = &world.engine.paths;
    let first = mend::set_aside(&world.engine, &name()).unwrap();
    assert_eq!(profiles::load(paths, &name()).unwrap_err().code, Code::ProfileMissing);
    files::write(&paths.profile(&name()), "[]").unwrap();
    let second = mend::set_aside(&world.engine, &name()).unwrap();
    let texts = [&first, &second].map(|path| files::read(path.as_ref()).unwrap().unwrap());
    assert_eq!(texts, ["{", "[]"]);
    assert!(mend::set_aside(&world.engine, &"dev".parse().unwrap()).is_err());
}
