namespace Tako.Eval.Reflex.Secrets;

/// <summary>How secrets of clouds, code hosts, packages and models look, as published; see <see cref="SecretTemplate"/>.</summary>
internal static class SecretSamplesBuilds
{
    public const string Table =
        """
        aws-access-key | AKIA{32:16}
        aws-access-key | ASIA{32:16}
        aws-secret-key | AWS_SECRET_ACCESS_KEY {64s:40}
        aws-session-token | AWS_SESSION_TOKEN IQoJb3JpZ2luX2Vj{64s:300}==
        aws-mws-token | amzn.mws.{uuid}
        aws-bedrock-key | ABSKQmVkcm9ja0FQSUtleS{64s:110}=
        google-key | AIza{64:35}
        google-oauth | GOCSPX-{64:28}
        google-oauth | ya29.a0A{64:180}
        google-refresh-token | 1//0{10:1}{64:60}
        firebase-messaging-key | AAAA{64:7}:APA91b{64:134}
        azure-storage-key | AccountKey={64s:86}==
        azure-shared-access-key | SharedAccessKey={64s:43}=
        azure-client-secret | {62:3}8Q~{62:20}.{62:6}_{62:3}
        azure-sas-signature | https://acme.blob.core.windows.net/c/f.txt?sv=2022-11-02&se=2026-12-01&sp=rl&sig={64s:42}%3D
        azure-devops-token | AZURE_DEVOPS_EXT_PAT {36:52}
        azure-devops-token | AZURE_DEVOPS_TOKEN {62:76}AZDO{62:4}
        azure-openai-key | AZURE_OPENAI_API_KEY {16:32}
        azure-openai-key | AZURE_OPENAI_KEY {62:84}
        azure-function-key | X_FUNCTIONS_KEY {64:54}==
        azure-function-key | X_FUNCTIONS_KEY {64:56}
        alibaba-access-key | LTAI{62:18}
        alibaba-secret-key | ALIBABA_CLOUD_ACCESS_KEY_SECRET {62:30}
        tencent-secret-id | AKID{62:32}
        tencent-secret-key | TENCENTCLOUD_SECRET_KEY {62:32}
        digitalocean-token | dop_v1_{16:64}
        digitalocean-token | doo_v1_{16:64}
        cloudflare-token | CLOUDFLARE_API_TOKEN {64:40}
        cloudflare-token | CLOUDFLARE_API_TOKEN {16:37}
        cloudflare-origin-key | v1.0-{16:24}-{16:146}
        linode-token | LINODE_API_TOKEN {16:64}
        hetzner-token | HCLOUD_TOKEN {62:64}
        vultr-key | VULTR_API_KEY {36U:36}
        scaleway-secret-key | SCW_SECRET_KEY {uuid}
        ibm-cloud-key | IBMCLOUD_API_KEY {64:44}
        oracle-auth-token | OCI_AUTH_TOKEN {pw:20}
        yandex-key | AQVN{64:36}
        yandex-key | y0_{64:55}
        heroku-key | HEROKU_API_KEY {uuid}
        heroku-token | HRKU-{uuid}
        heroku-token | HRKU-AA{64:58}
        flyio-token | fo1_{64:43}
        flyio-token | fm2_lJPECAAAAAAA{64s:180}
        render-key | rnd_{62:34}
        railway-token | RAILWAY_TOKEN {uuid}
        vercel-token | vcp_{62:42}
        vercel-token | vci_{62:42}
        vercel-access-token | VERCEL_TOKEN {62:24}
        netlify-token | nfp_{62:38}
        openshift-token | sha256~{64:43}
        scalingo-token | tk-us-{64:48}
        exoscale-secret | EXOSCALE_API_SECRET {64:43}
        upcloud-password | ucat_{36U:26}
        github-token | {github:ghp_}
        github-token | {github:gho_}
        github-token | {github:ghs_}
        github-token | github_pat_11{36U:20}_{62:59}
        gitlab-token | glpat-{64:20}
        gitlab-token | glpat-{64:27}.01.{36:9}
        gitlab-deploy-token | gldt-{64:42}
        gitlab-runner-token | glrt-{64:20}
        gitlab-runner-token | GR1348941{64:20}
        gitlab-trigger-token | glptt-{16:40}
        gitlab-job-token | glcbt-{64:50}
        gitlab-feed-token | glft-{64:50}
        gitlab-mail-token | glimt-{64:25}
        gitlab-agent-token | glagent-{64:50}
        gitlab-oauth-secret | gloas-{64:64}
        gitlab-scim-token | glsoat-{64:42}
        gitlab-flag-token | glffct-{64:42}
        bitbucket-token | ATBB{62:32}
        bitbucket-secret | BITBUCKET_CLIENT_SECRET {62:32}
        bitbucket-secret | BITBUCKET_CLIENT_SECRET {64:64}
        atlassian-token | ATATT3xFfGF0{64:172}
        atlassian-api-token | ATLASSIAN_API_TOKEN {62:24}
        gitea-token | GITEA_API_TOKEN {16:40}
        circleci-token | CCIPAT_{62:22}_{16:40}
        circleci-token | CCIPRJ_{62:22}_{16:40}
        circleci-api-token | CIRCLECI_API_TOKEN {16:40}
        buildkite-token | bkua_{16:40}
        travis-token | TRAVIS_TOKEN {64:22}
        drone-token | DRONE_TOKEN {62:32}
        jenkins-token | JENKINS_API_TOKEN 11{16:32}
        jenkins-token | JENKINS_API_TOKEN {16:33}
        harness-token | pat.{64:22}.{16:24}.{62:20}
        octopus-key | API-{36U:29}
        codecov-token | CODECOV_TOKEN {uuid}
        coveralls-token | COVERALLS_REPO_TOKEN {62:34}
        sonar-token | squ_{16:40}
        sonar-token | sqp_{16:40}
        snyk-token | SNYK_TOKEN {uuid}
        semgrep-token | SEMGREP_API_TOKEN {16:64}
        sourcegraph-token | sgp_{16:16}_{16:40}
        sourcegraph-token | sgp_{16:40}
        artifactory-key | AKCp{10:1}{62:68}
        npm-token | {github:npm_}
        npm-auth-token | NPM_AUTH_TOKEN {uuid}
        pypi-token | pypi-AgEIcHlwaS5vcmc{64:140}
        rubygems-key | rubygems_{16:48}
        nuget-key | oy2{36:43}
        crates-token | cio{62:32}
        docker-token | dckr_pat_{64:27}
        docker-token | dckr_oat_{64:31}
        clojars-token | CLOJARS_{36:60}
        huggingface-token | hf_{62:37}
        huggingface-token | api_org_{62:34}
        deno-token | ddp_{62:36}
        deno-token | ddo_{62:36}
        jsr-token | jsrp_{62:38}
        jsr-token | jsrd_{62:38}
        contribsys-credentials | BUNDLE_ENTERPRISE__CONTRIBSYS__COM {16:8}:{16:8}
        anthropic-key | sk-ant-api03-{64:93}AA
        anthropic-key | sk-ant-admin01-{64:93}AA
        langfuse-key | sk-lf-{uuid}
        openai-key | sk-{62:20}T3BlbkFJ{62:20}
        openai-key | sk-proj-{64:74}T3BlbkFJ{64:74}
        openai-key | sk-or-v1-{16:64}
        cohere-key | COHERE_API_KEY {62:40}
        mistral-key | MISTRAL_API_KEY {62:32}
        groq-key | gsk_{62:52}
        xai-key | xai-{62:80}
        perplexity-key | pplx-{62:52}
        replicate-token | r8_{62:37}
        fireworks-key | fw_{62:24}
        together-key | tgp_v1_{64:43}
        together-api-key | TOGETHER_API_KEY {16:64}
        nvidia-key | nvapi-{64:65}
        cerebras-key | csk-{36:48}
        pinecone-key | pcsk_{62:67}
        langsmith-key | lsv2_pt_{16:32}_{16:10}
        langsmith-key | lsv2_sk_{16:32}_{16:10}
        elevenlabs-key | sk_{16:48}
        elevenlabs-api-key | ELEVENLABS_API_KEY {16:32}
        assemblyai-key | ASSEMBLYAI_API_KEY {16:32}
        deepgram-key | DEEPGRAM_API_KEY {16:40}
        stability-key | STABILITY_API_KEY sk-{62:48}
        wandb-key | WANDB_API_KEY {16:40}
        voyage-key | pa-{62:43}
        tavily-key | tvly-{62:32}
        tavily-key | tvly-dev-{62:32}
        serpapi-key | SERPAPI_API_KEY {16:64}
        exa-key | EXA_API_KEY {uuid}
        anyscale-key | esecret_{62:43}
        jina-key | jina_{64:62}
        firecrawl-key | fc-{16:32}
        apify-token | apify_api_{62:36}
        """;
}
