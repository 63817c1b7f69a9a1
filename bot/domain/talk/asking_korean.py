"""Whether one Korean sentence asks something that a paper can answer. Unsure means no.

Korean asks with endings (나요, 는지) and words (뭐, 왜, 몇), often without a mark. The same endings serve
talk to colleagues, which shows in whom they honour (써보셨나요), in proposals (해볼까요) and in what they are
about (회의).
"""

import re

_ASKING_WORD = re.compile(
    r"뭐(?!\s이\s정도|\s써)|뭘|뭔(?!가\s)|(?<!\S)머(?=\s)|무엇|무슨|왜(?!냐)|어떻게|어떤|어떠|어때|어디(?!서\s많이)|어느"
    r"|언제(?!나\s|나$|\s한번|\s다)|얼마(?!\s?[전간])|얼만|누구|누가|(?<![가-힣])몇(?!\s?[달년주번일]\s?[전을째])"
)
_SURE_END = re.compile(
    r"(?:(?<!\s)나[요여]|까[요여]?|[은는인한할된던른큰]가[요여]|[은는]지요|[은는인한을할]지"
    r"|[했됐었았봤썼있]나|습니까|[입됩합갑]니까|뭔가|인가)$"
)
_ASKING_END = re.compile(
    r"(?:나|냐|니|까|가|지|죠|요|여|야|임|음|함|됨|슴|대|데|래|어|아|해|써|돼|은|는|거|게|뭐|이유|차이|정도|뜻|의미"
    r"|왜|얼마|무엇|언제|어디|까지|몇\s?\S{0,4})$"
)
_STATING_END = re.compile(
    r"(?:네요?|군요?|구나|거든요?|잖아요?|는데요|게요|께요|듯[요여]?|다|더라|더라고요|더군요|겠[지죠]|[고구]요|니까요?"
    r"|라서요|같아요|봐요|겠어요|지만)$"
)
_CURIOUS = re.compile(r"(?:[가-힣][지가까점게이은])\s?(?:좀\s|더\s|참\s|제일\s)?궁금(?!하[신시면])")
_EMBEDDED = re.compile(r"[지가]\s?(?:는\s|도\s)?(?:모르|알겠|알\s?것|알\s?듯|봐야|읽어|확인|생각|부럽)")

_TELL = (
    r"알려|설명|요약|정리|비교|번역|풀어|짚어|말해|가르쳐|찾아|보여|나열|뽑아|예시|예를\s?들어|분석|해석|써|적어"
    r"|자세히|다시"
)
_ME = (
    r"줘요?|주[세셔]요|주라|줄래요?|주실|주시겠|주십시오|줄\s?수"
    r"|달라|다오|부탁|바람|바랍니다|해\s?봐|해라|좀[요여]?"
)
_REQUEST = re.compile(rf"(?:{_TELL})[가-힣\s]{{0,8}}?(?:{_ME})")
_BARE_REQUEST = re.compile(
    r"(?:설명|요약|정리|비교|번역)(?:\s?좀|\s?ㄱ+|해)?$|[한두세\d]\s?(?:줄|문장|문단)으?로$"
    r"|(?:좀|더)\s(?:더\s)?(?:자세히|쉽게|구체적으로)$"
)

_COLLEAGUES = re.compile(
    r"(?:^|\s)(?:우리|저희|(?:저|나)[도만](?:\s|$))"
    r"|(?:^|\s)(?:저|나)는\s.*궁금"
    r"|(?:^|\s)(?:분|사람)(?:들)?\s?(?:[?]|$|있|계|없|알려|손)"
    r"|(?:신|시는|실)\s?분"
    r"|생각(?:하세요|하시|해\s*[?]|해요\s*[?]|하나요|이세요)"
    r"|(?<!주)(?:셨|실래|시나요|시는\s?거|시죠|십니까|실까|실\s?(?:건|거))"
    r"|(?<!주)(?:아|하|보|가|쓰|되|계|괜찮으|있으)(?:세요|시[어여]요)\s*[?]"
)
_PROPOSAL = re.compile(
    r"(?:볼|만들|쓸|읽을|넣을|갈|먹을|올릴|바꿀|나눌|잡을)까"
    r"|(?<!가능)(?<!필요)(?<!유효)(?<!비슷)(?<!유용)(?<!충분)(?<!적절)(?<!동일)(?<!안정)할까|도\s?될까|합시다|봅시다|[해하]자(?:\s|$)"
    r"|(?:(?<!어떻게\s)되|하)죠$|같이\s"
)
_ERRAND = re.compile(
    r"면\s(?:좀\s)?(?:알려|말해)|공유|보내|확인\s?(?:부탁|해|바람)|리뷰|의견|봐\s?[주줘]|올려|전달|답장|주셔서|주신"
)
_WORKPLACE = re.compile(
    r"회의|미팅|점심|저녁|퇴근|출근|발표|슬라이드|스터디|세미나|모임|일정|휴가|담당|팀장|팀원|사무실|티켓|슬랙"
    r"|디스코드|노션|지라|위키|캘린더|배포|머지|예약|연차|밥\s|커피|구독|알림|채널|남았"
    r"|(?:다음|이번|지난)\s?(?:주|달|번)|저번|아까|어제|오늘|내일|모레|주말|[월화수목금토일]요일|시간\s?(?:되|괜찮|있으)"
)
_WHO = re.compile(r"누가|누구|누굴")
_AUTHORS = re.compile(r"저자|썼|쓴\s|authors?\b")
_ECHO = re.compile(
    r"(?:다고|라고|냐고|자고|(?:^|\s)(?:진짜|정말|그래|그렇|그쵸|그죠|맞죠|헐|응|네|넵|예)(?:요|죠)?)\s*[?]+\s*$"
    r"|[거것꺼]\s?(?:아닌가|아니[야에]|아님)|(?:낫|좋|같)지\s?않|말이\s?되나|그러게|^아니\s|있지\s않았"
    r"|어떻게\s(?:이런|저런|그런|이렇게|저렇게)"
)
_PERSON_TOPIC = re.compile(r"^(?:저|나|너|본인|그쪽|거기|이쪽)[은는]요?$")
_WORD = re.compile(r"[0-9A-Za-z가-힣]{2,}")


def asks_in_korean(sentence: str) -> bool:
    """`sentence`: words without links, mentions and code, with its closing mark."""
    marked = sentence.rstrip(" !.…").endswith("?")
    body = sentence.rstrip(" ?!.…,")
    if _for_people(sentence, body):
        return False
    if _asks_for_words(body):
        return True
    if not marked and (_STATING_END.search(body) or _EMBEDDED.search(body)):
        return False
    if _SURE_END.search(body) or (_ASKING_WORD.search(body) and _ASKING_END.search(body)):
        return True
    return marked and _WORD.search(body) is not None and _PERSON_TOPIC.search(body) is None


def _asks_for_words(body: str) -> bool:
    return any(form.search(body) for form in (_REQUEST, _BARE_REQUEST, _CURIOUS))


def _for_people(sentence: str, body: str) -> bool:
    if any(form.search(sentence) for form in (_COLLEAGUES, _ECHO)):
        return True
    if any(form.search(body) for form in (_ERRAND, _WORKPLACE)):
        return True
    if _PROPOSAL.search(body) and "왜" not in body:
        return True
    return _WHO.search(body) is not None and _AUTHORS.search(body) is None


def has_asking_word(sentence: str) -> bool:
    return _ASKING_WORD.search(sentence) is not None
