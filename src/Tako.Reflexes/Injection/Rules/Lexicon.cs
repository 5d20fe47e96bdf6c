namespace Tako.Reflexes.Injection.Rules;

/// <summary>
/// Phrases by what they stand for, in the languages attacks are seen in. An underscore is a blank, a star at the end allows the word to
/// go on, a caret
/// at the beginning asks for the beginning of a sentence, a line or a quoted value.
/// </summary>
internal static class Lexicon
{
    public static readonly IReadOnlyDictionary<Concept, string> Phrases = new Dictionary<Concept, string>
    {
        [Concept.Ignore] = """
            ignore ignores ignoring ignored disregard* forget forgetting forgotten overlook override overrule bypass neglect discard
            pay_no_attention stop_following do_not_follow don't_follow no_longer_follow not_bound_by cancel_all drop_all set_aside
            nullify void_all abandon ignora ignorar ignoren ignora* olvida olvide olviden olvidar haz_caso_omiso no_hagas_caso
            oublie oubliez ignorez ne_tenez_pas_compte ignoriere ignorieren vergiss vergessen_sie missachte dimentica dimenticate
            dimenticati esqueca desconsidere abaikan lupakan unut yoksay huwag_pansinin balewalain kalimutan negeer vergeet
            zignoruj zapomnij esqueça esquecer görmezden_gel yok_say bỏ_qua phớt_lờ hãy_quên quên_đi игнориру* проигнориру* забудь*
            αγνοήσ* 忽略 无视 無視 忽视 忘记 忘掉 不要理会 忘れ 무시 잊어 अनदेखा अनदेखी नज़रअंदाज़ नजरअंदाज भूल_जा* उपेक्षा উপেক্ষা ভুলে_যা* অগ্রাহ্য
            تجاهل تجاهلوا انس_كل เพิกเฉย ละเว้น ไม่สนใจ ลืมคำ ลืมคํา ігнору* проігнору* zignorujcie bortse glöm ignorera unohda
            התעלם התעלמי نادیده_بگیر
            """,
        [Concept.Prior] = """
            previous previously prior preceding above earlier foregoing former existing initial original all_your all_the all_of
            any_and_all all_other all_those any_previous your_programming you_were_given you've_been_given you_have_been_given
            you_got you_received everything_you these those anteriores anterior previas previos precedentes precedente precedenti
            vorherigen vorherige obigen bisherigen vorangegangenen sebelumnya nakaraang naunang précédentes précédents précédente
            önceki trước_đó trước предыдущ* прежни* προηγούμεν* 之前 以上 上述 先前 前面 以前 上記 これまで 이전 위의 앞의 앞선 पिछले पिछली पूर्व ऊपर
            পূর্ববর্তী আগের উপরের السابقة السابق ก่อนหน้า ข้างต้น 事前の これまでの 이제까지의 попередн* poprzedni* tidigare aiemmat
            הקודמות קודמות قبلی
            """,
        [Concept.Above] = """
            the_above everything_above all_above text_above all_the_above everything_before anything_above lo_anterior
            tutto_quanto_sopra alles_oben ci-dessus todo_lo_anterior tout_ce_qui_précède tudo_acima alles_hierboven yukarıdakileri
            все,_что_тебе всё,_что_тебе все_вышесказанное 위의_것 위_사항 上記を 以上内容 上述内容 위의_내용 위_내용 ऊपर_की উপরের ما_سبق ข้างต้น
            """,
        [Concept.Instruction] = """
            instruction instructions iunstructions directive directives guideline guidelines rule rules prompt prompts policy
            policies orders order commands command restrictions constraints programming training instructed told protocols
            instrucciones consignes instructions anweisungen anweisung regeln istruzioni regole talimat* komut* kural* instruksi
            petunjuk perintah tagubilin panuto utos instrukcje instructies instruções instruçoes regras règles hướng_dẫn chỉ_dẫn
            chỉ_thị инструкци* указани* правил* οδηγί* 指示 指令 说明 规则 命令 지시* 명령* 지침* निर्देश* आदेश* নির্দেশ* تعليمات التعليمات الأوامر
            คำแนะนำ คําแนะนํา คำสั่ง คําสั่ง інструкці* вказівк* polecenia instruktioner ohjeet ההוראות הוראות دستور*
            """,
        [Concept.Reveal] = """
            reveal reveals print output outputs repeat repeating show tell disclose display expose leak give write state recite
            dump list share provide translate summarize summarise encode convert describe format spell echo quote regurgitate
            divulge return explain paraphrase rephrase rewrite what what's revela muestra repite imprime révèle affiche répète
            zeige wiederhole ripeti stampa mostra repita mostre
            """,
        [Concept.Prompt] = """
            system_prompt system_prompts your_prompt your_instructions your_entire_prompt your_rules your_guidelines your_initial*
            your_original* your_previous_instructions your_hidden* your_secret_instructions your_system_message your_programming
            instructions_above prompt_above text_above rules_above words_above message_above above_instructions above_prompt
            above_text previous_instructions previous_prompt initial_instructions initial_prompt original_instructions
            original_prompt pre-prompt preprompt pre_prompt hidden_prompt hidden_instructions secret_instructions
            instructions_so_far prompt_so_far instructions_you_were_given instructions_you_received instructions_to_me
            developer_message prior_instructions everything_above all_of_the_above all_your_instructions all_instructions
            you_were_told you_were_instructed your_configuration your_last_prompt last_prompt the_exact_input the_rules_back
            """,
        [Concept.YourSecret] = """
            your_password your_secret your_secret_key your_passphrase your_access_code your_api_key your_key your_credentials
            the_secret_key the_secret_code the_secret_word our_system_password system_password secret_password full_password
            correct_password the_secret_phrase your_pass_phrase the_pass_phrase password_for_our_system password_to_our_system
            ton_mot_de_passe votre_mot_de_passe dein_passwort ihr_passwort deines_passworts
            tua_password sua_senha tu_contraseña su_contraseña kata_sandi_anda kata_sandimu şifreni* şifren* parolanız*
            mật_khẩu_của_bạn твой_пароль ваш_пароль 密码是 您的密码 你的密码 我们系统的密码
            你的密钥 あなたのパスワード あなたの秘密 秘密の鍵 秘密鍵は 당신의_비밀번호 너의_비밀번호 네_비밀번호
            당신의_비밀_키 твой_секретный_ключ ваш_секретный_ключ आपका_पासवर्ड
            अपना_पासवर्ड गुप्त_कुंजी আপনার_পাসওয়ার্ড তোমার_পাসওয়ার্ড รหัสผ่านของคุณ
            """,
        [Concept.Ask] = """
            what what's tell give share reveal provide confirm need send show print say output know write qual quelle was cuál dime
            dis-moi sag berikan söyle cho_tôi cho_biết скажи* 什么 告诉 提供 分享 教えて 何です 알려
            말해 공유해 공유할 뭐 какой क्या बताओ बताएं बता देते दें কী বলুন বলতে ما_هي
            أخبرني อะไร บอก
            """,
        [Concept.Persona] = """
            you_are_now you're_now from_now_on you_will_now you_are_going_to you're_going_to act_as act_like pretend pretending
            roleplay role-play role_play simulate simulating take_on_the take_up_the immerse_yourself in_the_role you_will_be
            you_will_act character_named character_called named_after stands_for chatbot chat_bot an_ai_named ai_named
            ai_model_named persona respond_as reply_as speak_as answer_as you_are_a you_are_an as_an_ai language_model chatgpt
            play_a_game game_called the_role_of two_entities this_moment_onward hypothetical* fictional imaginary
            alternate_universe opposite_day story_where
            """,
        [Concept.Unbound] = """
            no_restrictions without_restrictions without_any_restrictions free_of_all_restrictions no_limitations
            without_limitations without_any_limitations unrestricted unfiltered uncensored no_filter no_filters without_filters
            without_any_filter* no_rules without_rules no_limits without_limits no_boundaries no_ethical* no_moral*
            without_ethical* without_any_ethical* without_any_moral* amoral unethical immoral do_anything_now dan_mode jailbreak
            jailbroken jailbreaks developer_mode not_bound_by no_longer_bound not_restricted not_limited_by freed_from
            free_from_all broken_free typical_confines confines_of_ai any_moral* any_ethical* ethical_guidelines moral_guidelines
            ethical_or_moral moral_or_ethical ethics_or_morals morals_or_ethics free_from_all free_of_all free_of_any
            rules_and_policies break_the_rules against_policies any_regard no_regard no_morals lacks_morals comprehension_of_morals
            not_have_any_ethic* bypass_all bypasses ignore_all_ethic* no_guidelines not_adhere
            """,
        [Concept.Vice] = """
            illegal nsfw profanity swear swearing curse_words vulgar offensive explicit dangerous harmful unlawful legality
            legal_or morality ethicality inappropriate openai openai's open_ai content_policy content_policies usage_policies
            ethical_concerns warnings disclaimers disclaimer moralizing evil no_matter_how i'm_sorry apologize consequences ethical
            moral morals ethics
            """,
        [Concept.Obey] = """
            never_refuse* cannot_refuse can't_refuse not_refuse will_not_decline never_decline* not_decline never_say_no
            never_say_that_you_can't must_comply always_comply must_obey obey_me obeys always_answer* answer_any answer_all
            answers_any respond_to_any must_answer any_request any_and_all_requests every_request all_requests fulfill_any
            break_character out_of_character stay_in_character stop_being remain_in_character never_break stay_a_dan stay_in_dan
            tokens_left never_warn* no_warnings without_any_warnings without_warnings never_apologize* not_allowed_to_say say_no_to
            never_tell_me_that
            """,
        [Concept.Delimiter] = "=== ### %%% --- *** ``` ___ ~~~ +++ <<< >>> ||| ]]] }}} [[[ {{{",
        [Concept.Border] = "end ending ended begin begins start starts stop close terminate* terminatio* finish ignore new",
        [Concept.Region] = """
            user_input user_content user_text user_message user_prompt user_ambiguity user system untrusted* input instruction
            instructions prompt context document simulation message conversation transcript output response data access_code
            access_codes
            """,
        [Concept.Template] = """
            <|im_start|> <|im_end|> <|endoftext|> <|endofprompt|> <|end_of_text|> <|begin_of_text|> <|start_header_id|>
            <|end_header_id|> <|eot_id|> <|system|> <|user|> <|assistant|> [INST] [/INST] <<SYS>> <</SYS>> <start_of_turn>
            <end_of_turn> <|channel|> <|message|> <|start|>system
            """,
        [Concept.FakeTurn] = """
            ^(system_message) ^###(system_message) ^###_system: ^###system: ^[system] ^[system_message] ^[system_note]
            ^[system_override] ^<system> ^</system> ^<system_message> ^system_message: ^system_note: ^system_override
            ^system_prompt: ^system: ^new_system_message ^assistant_instructions: ^system_instruction* ^begin_system
            system_i-nstruction* system_annou-ncement* system_message_begins ^new_instruction: ^new_instructions: ^###_instruction*
            ^<instructions> ^<information> ^<important> ^[admin] ^admin_message:
            ^<system_mode> ^<systemmodus> ^<mode_système> ^<modo_sistema> ^<modo_de_sistema> ^<modalità_sistema>
            ^<системный_режим> ^<系统模式> ^<システムモード> ^<시스템_모드> ^<सिस्टम_मोड> ^<সিস্টেম_মোড> ^<sistem_modu>
            """,
        [Concept.Mode] = """
            override_mode maintenance_mode debug_mode admin_mode god_mode system_override safety_override security_override
            system_reset sudo_mode root_mode opposite_mode unrestricted_mode anarchy_mode emergency_override override_code
            system_upgrade test_mode_on law_enforcement_override modo_de_anulación modo_de_mantenimiento modo_mantenimiento
            mode_maintenance mode_débogage wartungsmodus modalità_manutenzione modalità_di_override modo_de_manutenção bakım_modu
            режим_обслуживания режим_переопределения режим_отладки 维护模式 覆盖模式 系统重置 オーバーライドモード メンテナンスモード デバッグモード
            오버라이드_모드 유지보수_모드 유지_관리_모드 ओवरराइड_मोड रखरखाव_मोड ওভাররাইড_মোড chế_độ_bảo_trì chế_độ_ghi_đè mode_pemeliharaan
            โหมดบำรุงรักษา โหมดบํารุงรักษา وضع_الصيانة
            """,
        [Concept.ToModel] = """
            ai_assistant ai_assistants ai_agent ai_agents to_the_ai the_assistant_must the_assistant_should language_models_reading
            llm_reading llms_reading if_you_are_an_ai if_you_are_a_language if_you_are_an_llm note_to_ai note_to_the_ai dear_ai
            dear_assistant hey_ai attention_ai instructions_for_ai instructions_for_the_ai instructions_for_the_assistant
            important_message_from_me message_for_the_ai ai_model_reading ai_models_reading for_ai_systems
            """,
        [Concept.NewOrders] = """
            the_following_instruction the_following_instructions following_task new_task new_instructions new_instruction
            do_the_following do_this_first do_that_first before_you_can before_you_do before_continuing before_answering
            before_responding your_new_task your_real_task your_actual_task instead_do do_this_instead strictly_adhere must_now
            you_must you_should_now you_are_required_to perform_the_following execute_the_following
            """,
        [Concept.First] = """
            ^important!!! ^important: ^important! ^important ^urgent ^urgent: ^attention ^attention: ^todo: ^warning: ^critical:
            """,
        [Concept.Conceal] = """
            do_not_tell_the_user don't_tell_the_user never_tell_the_user without_telling_the_user do_not_inform_the_user
            don't_inform_the_user do_not_mention_this don't_mention_this do_not_mention_that_you without_asking_me
            without_asking_the_user without_my_confirmation without_confirmation do_not_alert* do_not_ask_for_confirmation
            don't_ask_for_confirmation without_notifying do_not_reveal_this do_not_disclose_this hide_this_from
            keep_this_from_the_user without_the_user_knowing without_the_user's do_not_let_the_user do_not_notify secretly_send
            silently_send
            """,
        [Concept.Please] = "please kindly you_must i_need_you_to i_want_you_to make_sure_to be_sure_to ^then also",
        [Concept.Act] = """
            ^send ^transfer ^forward ^email ^delete ^remove ^move ^grant ^share ^download ^upload ^retrieve ^unlock ^schedule ^book
            ^cancel ^modify ^create ^generate ^purchase ^buy ^order ^pay ^execute ^run ^disable ^enable ^install ^redirect ^search
            ^access ^export ^post ^publish ^fetch ^obtain ^arrange ^invite ^withdraw ^deposit ^copy ^record ^register ^change ^turn
            ^update ^add ^make ^get ^find ^sell ^initiate ^submit ^extract ^collect ^locate ^write_to send transfer forward email
            delete remove move grant share download upload retrieve unlock schedule book cancel modify create generate purchase buy
            order pay execute run disable enable install redirect access export post publish fetch obtain arrange invite withdraw
            deposit copy record register change turn leave guide sell initiate submit extract collect locate list update find
            give_priority append augment replace
            """,
        [Concept.Mine] = """
            my me i'm i_am i_have all_files all_user* all_messages all_emails all_data all_the_data the_data the_file the_files
            it_to them_to via_email to_the_account bank_account credit_card the_user's
            """,
        [Concept.Target] = """
            @gmail.com @yahoo.com @outlook.com @hotmail.com @proton* http:// https:// www. to_my to_the_following to_the_email
            bank_account venmo all_files all_user* in_my on_my from_my of_my
            """,
        [Concept.Amend] = """
            ^add ^include ^integrate ^modify ^enhance ^incorporate ^append ^insert ^mention ^encode ^encrypt ^reverse ^misspell
            ^introduce ^substitute ^replace ^apply ^use ^provide ^write ^render ^group ^remove ^convert ^translate ^respond ^reply
            ^answer ^embed ^blend ^merge ^weave ^suggest ^promote ^advertise ^recommend ^slip ^place ^put ^can_you_use ^alter
            ^adjust ^scramble ^update ^upgrade ^augment ^supplement ^employ ^deploy ^utilize ^adopt ^execute ^implement ^consider
            """,
        [Concept.YourAnswer] = """
            your_response your_reply your_answer your_answers your_responses your_output your_message your_final_answer
            your_summary the_response_to_the_user your_answer's your_response's your_reply's
            """,
        [Concept.YourCode] = """
            your_code your_solution your_algorithm your_implementation your_program your_codebase your_response your_elucidation
            your_code's
            """,
        [Concept.SendTo] = """
            it_to them_to information_to file_to files_to data_to details_to results_to copy_to email_to mail_to send_to forward_to
            messages_to message_to everything_to list_to that_to this_to address_to
            """,
        [Concept.InYourAnswer] = """
            ^in_your_response ^in_your_reply ^in_your_answer ^in_the_response ^within_your_response ^when_you_respond
            ^when_you_answer
            """,
        [Concept.SnippetBelow] = """
            following_code below_code subsequent_code code_snippet code_excerpt code_block code_section code_below
            following_snippet snippet_below following_script
            """,
        [Concept.OpenWith] = """
            begin_your_reply begin_your_response begin_your_answer begin_your_output start_your_response start_your_reply
            start_your_answer start_your_output begin_all_your begin_every begin_each only_respond_with respond_only_with say_only
            only_say output_only_the print_only only_output your_only_response sole_response your_response_must say_exactly
            print_exactly reply_with_exactly respond_with_exactly prefix_your begin_such_outputs
            """,
        [Concept.Emphasis] = """
            do_not_say don't_say never_say no_matter_what nothing_else verbatim word_for_word exactly_as maximum_detail
            extremely_detailed in_detail be_verbose in_its_entirety
            """,
        [Concept.Grant] = """
            access_granted grant_access access_is_granted permission_granted authorization_granted authorization_successful
            password_accepted password_correct authentication_successful correct_access_code correct_passphrase
            the_password_was_correct acceso_concedido accès_autorisé accès_accordé zugriff_gewährt zugang_gewährt
            accesso_consentito acesso_concedido acesso_permitido toegang_verleend erişim_izni_verildi erişim_verildi
            доступ_разрешен доступ_разрешён доступ_предоставлен 访问已授权 授予访问权限 アクセス許可 アクセスが許可 액세스_권한_부여 접근_허용 quyền_truy_cập_được_cấp
            akses_diberikan dostęp_przyznany تم_منح_الوصول
            """,
        [Concept.Mail] = "@gmail.com @yahoo.com @outlook.com @hotmail.com @proton* @icloud.com @mail.com @aol.com @yandex.com @gmx*",
        [Concept.Recital] = """
            instructions_so_far my_instructions_are here_are_my_instructions these_are_my_instructions prompt_so_far
            the_instructions_are my_system_prompt the_instructions_above the_above_instructions your_full_instructions
            """,
        [Concept.OfUser] = """
            the_user's the_users' of_the_user del_usuario dell'utente de_l'utilisateur do_usuário do_utilizador des_benutzers
            des_nutzers kullanıcının van_de_gebruiker użytkownika пользователя користувача χρήστη của_người_dùng pengguna ng_user
            用户的 用户现在 使用者的 ユーザーの ユーザーは今 사용자의 사용자는_지금 사용자가_지금 ผู้ใช้ उपयोगकर्ता ব্যবহারকারীর المستخدم
            """,
        [Concept.Fact] = """
            birth birthday birthdate date_of_birth year_of_birth initials city_of_residence residence home_address social_security
            credit_card_number bank_balance living_now current_location nacimiento cumpleaños iniciales residencia domicilio
            naissance anniversaire initiales nascita compleanno iniziali residenza nascimento aniversário iniciais residência
            geburt* initialen wohnort doğum* baş_harf* yaşıyor geboorte* urodzenia рожден* инициал* живет живёт проживания
            народження γέννησης ngày_sinh năm_sinh đang_sống lahir tempat_tinggal kaarawan 生日 出生 首字母 住在哪 居住 生年 誕生 イニシャル
            住んで 住所 생일 생년 이니셜 살고 거주 วันเกิด ปีเกิด อยู่ที่ไหน जन्म* निवास शुरुआती জন্ম* ميلاد
            """,
        [Concept.Wanted] = """
            tell_me what_is what's what_are could_you_tell can_you_tell do_you_know i_need_to_know i_must_know give_me where_is
            dime cuál_es puedes_decirme dis-moi quel_est quelle_est pouvez-vous_me_dire dimmi qual_è qual_é puoi_dirmi diga-me
            pode_me_dizer sag_mir was_ist wie_lautet söyle nedir zeg_me wat_is powiedz подскаж* скажи* назови* πες_μου cho_tôi_biết
            beritahu sabihin 告诉我 是什么 教えて 何です 말해 알려 บอก बता बताएं बताओ क्या বলুন বলতে أخبرني ما_هو
            """,
        [Concept.Verse] = """
            poem haiku limerick sonnet acrostic rap rhyme song poema poème gedicht poesia wiersz şiir стих* стихотворение 诗 詩を 俳句
            시를 하이쿠 กลอน บทกวี thơ कविता কবিতা قصيدة puisi tula
            """,
        [Concept.Secret] = """
            the_password the_passphrase the_secret_key the_access_code the_secret_code your_password your_instructions
            your_rules la_contraseña le_mot_de_passe das_passwort la_password a_senha şifre hasło пароль пароле
            密码 パスワード 비밀번호 รหัสผ่าน mật_khẩu पासवर्ड পাসওয়ার্ড كلمة_المرور kata_sandi
            """,
        [Concept.Parts] = """
            the_following_parts these_parts_together combine_the_parts join_the_parts interlace las_siguientes_partes
            parties_suivantes folgenden_teile* seguenti_parti seguintes_partes aşağıdaki_bölüm* следующими_частями следующие_части
            các_phần_sau bagian_berikut 以下部分 次の部分 次のパート 다음_부분 인터레이스 ส่วนต่อไปนี้ निम्नलिखित_भाग* নিম্নলিখিত_অংশ* الأجزاء_التالية
            """,
        [Concept.PartOne] = """
            part_1 part_a part_one parte_1 partie_1 teil_1 bölüm_1 часть_1 phần_1 bagian_1 bahagi_1 部分1 第1部分 第一部分 パート1 1부 파트_1
            ส่วนที่_1 ส่วน_1 भाग_1 অংশ_1 الجزء_1
            """,
        [Concept.AnswerAs] = """
            ^reply_in ^reply_using ^reply_with ^respond_in ^respond_using ^respond_with ^answer_in ^answer_using ^write_your_reply
            ^write_your_answer ^write_your_response
            """,
        [Concept.Cipher] = """
            reverse backward backwards base64 base32 base58 base16 morse rot13 caesar cipher pig_latin leetspeak leet_speak
            hexadecimal without_spaces
            """,
    };
}
