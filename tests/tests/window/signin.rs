//! What has to be given before AWS answers: a sign-in in the browser, the code of an MFA device.

use anyhow::Result;
use installer_tests::opener::Opener;
use installer_tests::portal::{ACCOUNT, Portal, ROLE_SECRET, TOKEN};
use installer_tests::search::files_that_hold;
use installer_tests::window::Window;
use serde_json::json;

async fn at_the_aws_page(portal: &Portal, name: &str) -> Result<Window> {
    let window = Window::open(name, &portal.environment(), &[]).await?;
    window.find("[data-page=welcome]").await?;
    window.click("[data-test=continue]").await?;
    window.find("[data-page=aws] [data-test=credentials-work]").await?;
    Ok(window)
}

async fn says(window: &Window, text: &str) -> Result<()> {
    window
        .until(&format!("the page says \"{text}\""), async || Ok(window.text("main").await?.contains(text)))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn from_sign_in_to_connected() -> Result<()> {
    let portal = Portal::start().await?;
    let window = at_the_aws_page(&portal, "signin").await?;
    window.click("[data-test=credentials-work]").await?;
    says(&window, "Nobody is signed in for work.").await?;
    window.look("needed").await?;

    // The stand-in's page is none that may be opened from here: it is shown to be opened by hand.
    window.click("[data-test=continue]").await?;
    assert_eq!(window.text("[data-test=user-code]").await?, "WDJB-MJH1");
    assert!(window.text("[data-test=sign-in-address]").await?.ends_with("user_code=WDJB-MJH1"));
    window.look("agree").await?;
    window.picture_for_readme("sign-in").await?;
    window.click("[data-test=cancel-sign-in]").await?;
    window.find("[data-test=sign-in-needed]").await?;

    window.click("[data-test=continue]").await?;
    assert_eq!(window.text("[data-test=user-code]").await?, "WDJB-MJH2");
    portal.agree();
    let caller = window.text("[data-test=caller]").await?;
    assert!(caller.contains(ACCOUNT) && caller.contains("anna@example.com"), "{caller}");
    assert!(window.text("[data-test=credentials-work]").await?.contains("Signed in until"));
    window.look("connected").await?;

    let page = window.source().await?;
    assert!(!page.contains(TOKEN), "the page holds the access token");
    window.close().await?;
    assert_eq!(files_that_hold(portal.folder.path(), TOKEN)?, [portal.cache()]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_code_then_the_right_one() -> Result<()> {
    let portal = Portal::start_with_many(200).await?;
    let window = at_the_aws_page(&portal, "mfa").await?;
    window.look("many").await?;
    window.fill("#findProfile", "mfa").await?;
    window
        .until("the others are gone", async || Ok(!window.exists("[data-test=credentials-work]").await?))
        .await?;
    window.click("[data-test=credentials-operator]").await?;
    window.fill("#mfaCode", "12345").await?;
    window.click("[data-test=continue]").await?;
    says(&window, "The code has six digits.").await?;
    window.fill("#mfaCode", "000000").await?;
    window.click("[data-test=continue]").await?;
    says(&window, "AWS does not accept this code.").await?;
    window.look("refused").await?;

    window.fill("#mfaCode", "123 456").await?;
    window.click("[data-test=continue]").await?;
    let caller = window.text("[data-test=caller]").await?;
    assert!(caller.contains(ACCOUNT) && caller.contains("role with MFA"), "{caller}");
    window.look("connected").await?;

    window.click("[data-test=network] summary").await?;
    window.click("#proxy").await?;
    window.fill("#proxy", "http://anna:hidden@proxy:8080").await?;
    window.click("[data-test=save-network]").await?;
    says(&window, "not kept in a file").await?;
    window.look("network").await?;
    let page = window.source().await?;
    assert!(!page.contains(ROLE_SECRET), "the page holds the role's secret");
    window.close().await?;
    assert_eq!(files_that_hold(portal.folder.path(), ROLE_SECRET)?, Vec::<std::path::PathBuf>::new());
    assert_eq!(files_that_hold(portal.folder.path(), "anna:hidden")?, Vec::<std::path::PathBuf>::new());
    Ok(())
}

/// A sign-in lasts some hours, and the dashboard stays open for days.
#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_ends_is_renewed_on_the_dashboard() -> Result<()> {
    let (portal, opener) = (Portal::start().await?, Opener::new()?);
    let page = "https://device.sso.us-east-1.amazonaws.com/";
    portal.agree_at(page);
    portal.is_signed_in()?;
    let config = portal.folder.path().join("settings");
    std::fs::create_dir_all(&config)?;
    let profile = json!({
        "profile": "default", "benchlingTenant": "acme", "benchlingAppDefinitionId": "appdef_acme",
        "benchlingClientId": "client", "benchlingPkgBucket": "packages", "imageTag": "0.18.0", "awsProfile": "work",
        "quiltStackArn": format!("arn:aws:cloudformation:us-east-1:{ACCOUNT}:stack/quilt/abc"),
    });
    std::fs::write(config.join("default.json"), profile.to_string())?;
    let record = json!({ "prod": {
        "endpoint": "https://abc.execute-api.us-east-1.amazonaws.com/prod", "imageTag": "0.18.0",
        "stackName": "BenchlingWebhookStack", "deployedAt": "2026-01-02T03:04:05Z", "stage": "prod",
    } });
    std::fs::write(config.join("deploy.json"), record.to_string())?;

    let mut variables = portal.environment();
    variables.push(("PATH", opener.path()));
    let window = Window::open("signin-ended", &variables, &[]).await?;
    window.find("[data-page=dashboard] .environments [data-test=card-prod]").await?;
    window
        .until("AWS has answered", async || Ok(!window.text("[data-test=checked]").await?.is_empty()))
        .await?;
    assert!(!window.exists("[data-test=status-problem]").await?);

    portal.end();
    window.click("[data-test=refresh]").await?;
    window.find("[data-test=status-problem] [data-code=sign_in_needed]").await?;
    window.look("ended").await?;
    window.click("[data-test=status-problem] [data-test=sign-in]").await?;
    opener.has_opened(&window, &[format!("{page}?user_code=WDJB-MJH1")]).await?;
    assert_eq!(window.text("[data-test=user-code]").await?, "WDJB-MJH1");
    window.look("agree").await?;
    // Given up, it can be begun anew.
    window.click("[data-test=cancel-sign-in]").await?;
    window.click("[data-test=status-problem] [data-test=sign-in]").await?;
    assert_eq!(window.text("[data-test=user-code]").await?, "WDJB-MJH2");
    portal.agree();
    window
        .until("nothing is wrong", async || Ok(!window.exists("[data-test=status-problem]").await?))
        .await?;
    window.look("again").await?;
    window.close().await
}
