"""What is no summary: the sentences that betray it, and the sentences of real papers that look alike."""

from collections.abc import Callable

from bot.domain.checking import echoes
from tests.quality.mutations_form import ECHOES, PLACEHOLDERS, REFUSALS

Finder = Callable[[str], str]

BETRAYED: list[tuple[Finder, str]] = [
    *((echoes.refusal, text) for text in REFUSALS),
    *((echoes.echo, text) for text in ECHOES),
    *((echoes.placeholder, text) for text in PLACEHOLDERS),
    (echoes.refusal, "유감스럽게도 본문이 제공되지 않았습니다."),
    (echoes.refusal, "저는 인공지능 어시스턴트입니다."),
    (echoes.refusal, "본 논문은 내용이 부족해 요약할 수 없다."),
    (echoes.refusal, "AI로서 의견을 제시하지 않는다."),
    (echoes.echo, "요약은 다음과 같다."),
    (echoes.echo, "아래는 논문의 요약이다."),
    (echoes.echo, "제공된 초록만을 바탕으로 작성한다."),
    (echoes.echo, "limitations_from은 none이다."),
    (echoes.placeholder, "추후 작성."),
    (echoes.placeholder, "정보 없음"),
    (echoes.placeholder, "기존 방법보다 XX% 높은 정확도를 얻었다."),
    (echoes.label, "결과: 정확도가 85%로 높아졌다."),
    (echoes.label, "- 정확도가 85%로 높아졌다."),
    (echoes.label, "Goal: 정확도를 높인다."),
    (echoes.markup, "**정확도**가 높아졌다."),
    (echoes.markup, "정확도가 <b>85%</b>로 높아졌다."),
    (echoes.markup, "매개변수 $\\tau_{0}$로 조절한다."),
    (echoes.markup, "오차는 10&lt;20이다."),
    (echoes.markup, "[논문](abs) 참고한다."),
    (echoes.address, "코드는 https://github.com/a/b 에 있다."),
    (echoes.address, "www.example.org에서 볼 수 있다."),
    (echoes.address, "데모는 example.com에 있다."),
    (echoes.mention, "@channel 새 논문이다."),
    (echoes.mention, "<@U123> 새 논문이다."),
    (echoes.mention, "@논문 확인이 필요하다."),
]
INNOCENT: list[tuple[Finder, str]] = [
    (echoes.refusal, "기존 방법은 실시간으로 응답을 제공할 수 없다는 한계가 있다."),
    (echoes.refusal, "이미지만으로는 사용자의 의도를 확인할 수 없다."),
    (echoes.refusal, "서버는 개인 데이터에 접근할 수 없다."),
    (echoes.refusal, "안전 정렬된 모델은 유해한 요청을 거절한다."),
    (echoes.refusal, "언어 모델로 답변의 품질을 평가한다."),
    (echoes.refusal, "대규모 언어 모델은 모르는 질문에 답할 수 없다고 말하지 않는다."),
    (echoes.refusal, "긴 문서를 한 번에 요약할 수 없는 문제를 다룬다."),
    (echoes.echo, "주어진 텍스트를 조건으로 이미지를 생성한다."),
    (echoes.echo, "제공된 문서에서 근거를 찾아 답한다."),
    (echoes.echo, "사용자의 지시에 따라 이미지를 편집한다."),
    (echoes.echo, "모델이 지시를 따라 요약을 생성하도록 강화 학습한다."),
    (echoes.echo, "긴 영상을 한 문장으로 요약하는 과제를 제안하였다."),
    (echoes.echo, "출력이 JSON 형식을 지키는지 평가한다."),
    (echoes.echo, "각 문항은 네 개의 보기로 이루어진다."),
    (echoes.echo, "시스템 프롬프트를 최적화하는 방법을 제시하였다."),
    (echoes.echo, "다음은 대상 토큰이 될 확률을 예측한다."),
    (echoes.placeholder, "가중치를 {-1, 0, 1}로 제한한다."),
    (echoes.placeholder, "정보 부족"),
    (echoes.placeholder, "정답이 없는 질문을 가려낸다."),
    (echoes.placeholder, "YOLOX를 기준 모델로 쓴다."),
    (echoes.label, "목표 지향 대화를 다룬다."),
    (echoes.label, "3D 장면을 복원한다."),
    (echoes.label, "2단계로 학습한다."),
    (echoes.markup, "NDCG@5와 pass@1을 사용한다."),
    (echoes.markup, "x < y인 경우에만 갱신한다."),
    (echoes.markup, "스네이크 표기 snake_case를 분석한다."),
    (echoes.address, "Llama.cpp와 Node.js에서 실행한다."),
    (echoes.address, "GPT-4.1과 Claude 3.5를 비교한다."),
    (echoes.address, "Character.AI의 대화를 분석한다."),
    (echoes.mention, "NDCG@5가 0.716이다."),
    (echoes.mention, "Recall@K를 보고한다."),
]


def name(case: tuple[Finder, str]) -> str:
    return f"{case[0].__name__}: {case[1]}"


def test_what_betrays_itself_is_named() -> None:
    assert [name(case) for case in BETRAYED if not case[0](case[1])] == []


def test_what_only_looks_alike_is_left_alone() -> None:
    assert [name(case) for case in INNOCENT if case[0](case[1])] == []
