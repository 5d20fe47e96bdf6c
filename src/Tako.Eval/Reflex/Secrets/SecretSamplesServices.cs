namespace Tako.Eval.Reflex.Secrets;

/// <summary>How secrets of chat, mail, work and money look, as published; see <see cref="SecretTemplate"/>.</summary>
internal static class SecretSamplesServices
{
    public const string Table =
        """
        slack-token | xoxb-{10:12}-{10:13}-{62:24}
        slack-token | xoxp-{10:12}-{10:12}-{10:13}-{16:32}
        slack-token | xapp-1-A{36U:10}-{10:13}-{16:64}
        slack-token | xoxe.xoxp-1-{62:166}
        slack-webhook | https://hooks.slack.com/services/T{36U:8}/B{36U:10}/{62:24}
        discord-token | DISCORD_BOT_TOKEN M{62:25}.G{62:5}.{64:38}
        discord-secret | DISCORD_CLIENT_SECRET {64:32}
        discord-webhook | https://discord.com/api/webhooks/{10:18}/{64:68}
        telegram-token | {10:10}:AA{64:33}
        teams-webhook | https://acme.webhook.office.com/webhookb2/{uuid}@{uuid}/IncomingWebhook/{16:32}/{uuid}
        mattermost-token | MATTERMOST_API_TOKEN {36:26}
        lark-webhook | https://open.larksuite.com/open-apis/bot/v2/hook/{uuid}
        dingtalk-secret | SEC{16:64}
        dingtalk-secret | https://oapi.dingtalk.com/robot/send?access_token={16:64}
        twilio-key | SK{16:32}
        twilio-auth-token | TWILIO_AUTH_TOKEN {16:32}
        vonage-secret | VONAGE_CLIENT_SECRET {62:16}
        messagebird-key | MESSAGEBIRD_API_KEY {62:25}
        plivo-token | PLIVO_API_TOKEN {62:40}
        plivo-token | PLIVO_API_TOKEN {64s:53}=
        sendgrid-key | SG.{64:22}.{64:43}
        mailgun-key | key-{16:32}
        mailgun-key | pubkey-{16:32}
        mailgun-signing-key | MAILGUN_API_KEY {16:32}-{16:8}-{16:8}
        mailgun-signing-key | MAILGUN_API_KEY {16:32}
        mailchimp-key | {16:32}-us{10:1}
        mailjet-key | MAILJET_API_KEY {16:32}
        brevo-key | xkeysib-{16:64}-{62:16}
        brevo-key | xsmtpsib-{16:64}-{62:16}
        postmark-token | POSTMARK_SERVER_TOKEN {uuid}
        sparkpost-key | SPARKPOST_API_KEY {16:40}
        resend-key | re_{62:8}_{62:24}
        mailersend-token | mlsn.{16:64}
        loops-key | LOOPS_API_KEY {16:32}
        intercom-token | dG9rO{64s:55}=
        intercom-api-key | INTERCOM_API_KEY {64s:60}
        zendesk-token | ZENDESK_API_TOKEN {62:40}
        freshdesk-key | FRESHDESK_API_KEY {62:20}
        freshdesk-key | FRESHDESK_API_KEY {16:64}
        hubspot-token | pat-na1-{uuid}
        hubspot-token | pat-na2-{uuid}
        hubspot-key | HUBSPOT_API_KEY {uuid}
        salesforce-token | 00D{62:12}!AQ{62:10}.{64:82}
        linear-key | lin_api_{62:40}
        linear-key | lin_oauth_{16:64}
        notion-token | ntn_{62:46}
        notion-token | secret_{62:43}
        asana-token | ASANA_API_TOKEN {16:32}
        asana-token | ASANA_API_TOKEN {10:1}/{10:13}:{16:32}
        airtable-token | pat{62:14}.{16:64}
        airtable-key | AIRTABLE_API_KEY key{62:14}
        trello-token | ATTA{16:64}{16:8}
        trello-key | TRELLO_API_KEY {16:32}
        trello-key | TRELLO_API_KEY {16:64}
        clickup-token | pk_{10:8}_{36U:32}
        typeform-token | tfp_{64:50}
        figma-token | figd_{64:41}
        zapier-webhook | https://hooks.zapier.com/hooks/catch/{10:7}/{36:7}
        pagerduty-key | PAGERDUTY_API_KEY {64:20}
        pagerduty-key | PAGERDUTY_API_KEY {16:32}
        opsgenie-key | OPSGENIE_API_KEY {uuid}
        stripe-key | sk_live_{62:24}
        stripe-key | sk_live_51{62:97}
        stripe-key | rk_live_{62:24}
        stripe-key | sk_test_51{62:97}
        stripe-webhook-secret | whsec_{62:32}
        paypal-secret | PAYPAL_CLIENT_SECRET {64:80}
        paypal-secret | PAYPAL_CLIENT_SECRET {64:64}
        braintree-token | access_token$production${36:16}${16:32}
        braintree-token | access_token$sandbox${36:16}${16:32}
        square-token | sq0atp-{64:22}
        square-token | EAAA{64:60}
        shopify-token | shpat_{16:32}
        shopify-token | shpca_{16:32}
        plaid-token | access-production-{uuid}
        plaid-token | access-sandbox-{uuid}
        plaid-secret | PLAID_CLIENT_SECRET {16:30}
        adyen-key | X_API_KEY AQE{64s:175}
        razorpay-key | rzp_live_{62:14}
        razorpay-key | rzp_test_{62:14}
        razorpay-secret | RAZORPAY_CLIENT_SECRET {62:24}
        flutterwave-key | FLWSECK-{16:32}-X
        flutterwave-key | FLWSECK_TEST-{16:32}-X
        gocardless-token | GOCARDLESS_API_TOKEN live_{64:40}
        gocardless-token | GOCARDLESS_API_TOKEN sandbox_{64:40}
        easypost-key | EZAK{62:54}
        easypost-key | EZTK{62:54}
        shippo-token | shippo_live_{16:40}
        shippo-token | shippo_test_{16:40}
        lob-key | live_{16:35}
        lob-key | test_{16:35}
        coinbase-secret | COINBASE_CLIENT_SECRET {62:32}
        coinbase-secret | COINBASE_CLIENT_SECRET {62:64}
        kraken-secret | KRAKEN_CLIENT_SECRET {64s:88}
        kraken-secret | KRAKEN_CLIENT_SECRET {64s:85}
        binance-secret | BINANCE_CLIENT_SECRET {62:64}
        alchemy-key | ALCHEMY_API_KEY {64:32}
        infura-key | INFURA_API_KEY {16:32}
        etherscan-key | ETHERSCAN_API_KEY {36U:34}
        duffel-token | duffel_test_{64:43}
        duffel-token | duffel_live_{64:43}
        lemonsqueezy-secret | LEMONSQUEEZY_CLIENT_SECRET {62:40}
        polar-token | polar_pat_{62:45}
        polar-token | polar_oat_{62:45}
        """;
}
