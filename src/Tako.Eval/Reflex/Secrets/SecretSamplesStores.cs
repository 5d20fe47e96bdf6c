namespace Tako.Eval.Reflex.Secrets;

/// <summary>How secrets of watching, data, identity and the rest look, as published; see <see cref="SecretTemplate"/>.</summary>
internal static class SecretSamplesStores
{
    public const string Table =
        """
        datadog-key | DATADOG_API_KEY {16:32}
        datadog-key | DATADOG_API_KEY {16:40}
        newrelic-key | NRAK-{36U:27}
        newrelic-key | NRII-{64:32}
        newrelic-license-key | NEW_RELIC_LICENSE_KEY {16:36}NRAL
        newrelic-license-key | NEW_RELIC_LICENSE_KEY {16:40}
        grafana-token | glsa_{62:32}_{16:8}
        grafana-token | glc_eyJvIjoi{64s:120}==
        sentry-token | sntrys_eyJpYXQiOjE3{64s:120}_{64s:43}
        sentry-token | sntryu_{16:64}
        sentry-api-token | SENTRY_AUTH_TOKEN {16:64}
        dynatrace-token | dt0c01.{36U:24}.{36U:64}
        dynatrace-token | dt0s16.{36U:24}.{36U:64}
        honeycomb-key | hcaik_{36:58}
        honeycomb-key | hcbik_{36:58}
        honeycomb-config-key | HONEYCOMB_API_KEY {62:22}
        honeycomb-config-key | HONEYCOMB_API_KEY {16:32}
        splunk-token | SPLUNK_HEC_TOKEN {uuid}
        sumologic-key | SUMO_API_KEY {62:64}
        loggly-token | LOGGLY_API_TOKEN {uuid}
        logdna-key | LOGDNA_API_KEY {16:32}
        rollbar-token | ROLLBAR_API_TOKEN {16:32}
        bugsnag-key | BUGSNAG_API_KEY {16:32}
        rootly-key | rootly_{16:64}
        betterstack-token | BETTERSTACK_API_TOKEN {62:24}
        posthog-key | phx_{62:45}
        posthog-key | phs_{62:44}
        amplitude-key | AMPLITUDE_API_KEY {16:32}
        mixpanel-secret | MIXPANEL_CLIENT_SECRET {16:32}
        segment-key | SEGMENT_API_KEY {62:32}
        launchdarkly-key | sdk-{uuid}
        launchdarkly-key | api-{uuid}
        algolia-key | ALGOLIA_API_KEY {16:32}
        elastic-key | ELASTIC_API_KEY {64s:60}
        elastic-key | ELASTIC_API_KEY {64:60}
        databricks-token | dapi{16:32}
        databricks-token | dapi{16:32}-{10:1}
        planetscale-token | pscale_tkn_{64:43}
        planetscale-token | pscale_pw_{64:43}
        supabase-token | sbp_{16:40}
        supabase-token | sb_secret_{64:31}
        neon-key | napi_{36:64}
        xata-key | xau_{62:35}
        confluent-secret | cflt{64s:60}
        confluent-key | CONFLUENT_API_KEY {64s:64}
        confluent-key | CONFLUENT_API_KEY {36U:16}
        snowflake-password | SNOWFLAKE_PASSWORD {pw:37}
        mongodb-atlas-key | ATLAS_API_KEY {uuid}
        databento-key | db-{62:29}
        maxmind-key | {62:6}_{62:29}_mmk
        metabase-key | mb_{64s:44}
        contentful-token | CFPAT-{64:43}
        contentful-delivery-key | CONTENTFUL_API_KEY {64:43}
        prefect-key | pnu_{62:36}
        prefect-key | pnb_{62:36}
        infracost-key | ico-{62:32}
        ubidots-key | BBFF-{62:30}
        vault-token | hvs.CAES{64:90}
        vault-token | hvs.{62:24}
        vault-token | hvb.AAAA{64:150}
        vault-legacy-token | VAULT_API_TOKEN s.{62:24}
        terraform-token | {62:14}.atlasv1.{62:67}
        pulumi-token | pul-{16:40}
        doppler-token | dp.pt.{62:43}
        doppler-token | dp.st.prd.{62:43}
        infisical-token | st.{16:24}.{16:32}.{16:32}
        onepassword-secret-key | A3-{36U:6}-{36U:6}-{36U:5}-{36U:5}-{36U:5}-{36U:5}
        onepassword-service-token | ops_eyJ{64s:400}
        tailscale-key | tskey-auth-k{62:11}CNTRL-{62:32}
        tailscale-key | tskey-api-k{62:11}CNTRL-{62:32}
        ngrok-token | NGROK_API_TOKEN {62:26}_{62:20}
        ngrok-token | NGROK_API_TOKEN ak_{62:27}
        okta-token | OKTA_API_TOKEN 00{64:40}
        auth0-secret | AUTH0_CLIENT_SECRET {64:64}
        clerk-secret | CLERK_CLIENT_SECRET sk_live_{62:45}
        clerk-secret | CLERK_CLIENT_SECRET sk_test_{62:45}
        stytch-secret | secret-live-{64:36}
        stytch-secret | secret-test-{64:36}
        workos-key | WORKOS_API_KEY sk_live_{62:50}
        workos-key | WORKOS_API_KEY sk_test_{62:50}
        fastly-token | FASTLY_API_TOKEN {64:32}
        bunny-key | BUNNY_API_KEY {uuid}
        bunny-key | BUNNY_API_KEY {16:8}-{16:4}-{16:4}-{16:12}-{16:4}-{16:4}
        shodan-key | SHODAN_API_KEY {62:32}
        virustotal-key | VIRUSTOTAL_API_KEY {16:64}
        age-secret-key | AGE-SECRET-KEY-1{bech:58}
        facebook-token | EAAG{62:170}
        facebook-token | EAACEdEose0cBA{62:60}
        facebook-secret | FACEBOOK_APP_SECRET {16:32}
        instagram-token | IGQV{64:150}
        twitter-bearer-token | AAAAAAAAAAAAAAAAAAAAA{62:5}AAAAAAA{62:2}%2B{62:24}%3D{62:50}
        twitter-secret | TWITTER_CONSUMER_SECRET {62:25}
        twitter-secret | TWITTER_CONSUMER_SECRET {62:50}
        linkedin-secret | LINKEDIN_CLIENT_SECRET {62:16}
        linkedin-secret | LINKEDIN_CLIENT_SECRET WPL_AP1.{62:16}.{64s:6}==
        twitch-token | TWITCH_API_TOKEN {36:30}
        spotify-secret | SPOTIFY_CLIENT_SECRET {16:32}
        dropbox-token | sl.{64:138}
        dropbox-token | sl.u.A{64:300}
        dropbox-secret | DROPBOX_CLIENT_SECRET {36:15}
        dropbox-secret | DROPBOX_CLIENT_SECRET {64:64}
        box-token | BOX_API_TOKEN {62:32}
        cloudinary-secret | CLOUDINARY_CLIENT_SECRET {64:27}
        mapbox-token | sk.eyJ1Ijoi{62:70}.{64:22}
        googlemaps-signing-secret | MAPS_SIGN_CLIENT_SECRET {64:27}=
        openweather-key | OPENWEATHER_API_KEY {16:32}
        rapidapi-key | {16:10}msh{16:15}p1{16:6}jsn{16:12}
        nytimes-key | NYTIMES_API_KEY {64:32}
        postman-key | PMAK-{16:24}-{16:34}
        readme-key | rdme_{36:70}
        readme-key | rdme_x{36:69}
        frameio-token | fio-u-{64:64}
        adobe-secret | p8e-{62:32}
        adobe-secret | p8e-{64:32}
        typesense-key | TYPESENSE_API_KEY {62:48}
        settlemint-token | sm_aat_{62:16}
        settlemint-token | sm_pat_{62:16}
        sendbird-token | SENDBIRD_API_TOKEN {16:40}
        beamer-key | BEAMER_API_KEY b_{64:44}
        bitly-token | BITLY_ACCESS_TOKEN {16:40}
        bitly-token | BITLY_ACCESS_TOKEN R_{16:32}
        wakatime-key | waka_{uuid}
        zoho-token | 1000.{16:32}.{16:32}
        nightfall-key | NF-{62:32}
        ipinfo-token | IPINFO_API_TOKEN {16:14}
        unkey-key | unkey_{62:40}
        browserstack-key | BROWSERSTACK_API_KEY {62:20}
        lokalise-token | LOKALISE_API_TOKEN {16:40}
        crowdin-token | CROWDIN_API_TOKEN {16:80}
        squarespace-token | SQUARESPACE_API_TOKEN {uuid}
        looker-secret | LOOKER_CLIENT_SECRET {36:24}
        looker-secret | LOOKER_CLIENT_SECRET {36:20}
        kucoin-secret | KUCOIN_CLIENT_SECRET {uuid}
        kucoin-secret | KUCOIN_CLIENT_SECRET {16:24}
        finnhub-key | FINNHUB_API_KEY {36:20}
        finnhub-key | FINNHUB_API_KEY {36:40}
        etsy-key | ETSY_API_KEY {36:24}
        flickr-key | FLICKR_API_KEY {16:32}
        flickr-key | FLICKR_API_KEY {16:16}
        private-key | {pem:RSA }
        private-key | {pem:}
        private-key | {pem:EC }
        private-key | {pem:OPENSSH }
        private-key | {pgp}
        putty-key | {putty}
        jwt | {jwt:HS256}
        jwt | {jwt:RS256}
        jwt | {jwt:ES256}
        url-password | postgres://app:{62:16}@db.test:5432/orders
        url-password | mongodb+srv://svc:{62:18}@c0.test/x
        url-password | redis://:{62:20}@cache.test:6379/0
        url-password | https://bot:{62:16}@git.test/a.git
        basic-auth | {basic}
        command-password | {command}
        bearer-token | {bearer}
        password | DB_PASSWORD {pw:14}
        password | SMTP_PASS {pw:12}
        password | ADMIN_PWD {pw:16}
        password | POSTGRES_PASSWORD {62:20}
        password | KEYSTORE_PASSPHRASE {pw:18}
        password | ROOT_PASSWORD {pw:10}
        api-key | INTERNAL_API_KEY {62:32}
        api-key | CLIENT_SECRET {64:40}
        api-key | AUTH_TOKEN {16:40}
        api-key | SIGNING_KEY {64s:44}
        api-key | WEBHOOK_SECRET {16:64}
        api-key | SERVICE_TOKEN {62:24}
        api-key | ENCRYPTION_KEY {16:64}
        api-key | ACCESS_TOKEN {62:48}
        """;
}
