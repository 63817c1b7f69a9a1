"""A paper and a summary of it that the check has nothing against; tests change one thing at a time."""

from bot.domain.paper import FullText, Paper, PaperId, abstract_text
from bot.domain.summary import Field, LimitationsFrom, Quote, Summary

PAPER = Paper(
    PaperId("2512.05150"),
    "TwinFlow: Realizing One-step Generation on Large Models with Self-adversarial Flows",
    "Recent advances in large multi-modal generative models have demonstrated impressive capabilities in "
    "multi-modal generation, including image and video generation. These models are typically built upon "
    "multi-step frameworks like diffusion and flow matching, which inherently limits their inference "
    "efficiency "
    "(requiring 40-100 Number of Function Evaluations (NFEs)). While various few-step methods aim to "
    "accelerate "
    "the inference, existing solutions have clear limitations. Prominent distillation-based methods, such as "
    "progressive and consistency distillation, either require an iterative distillation procedure or show "
    "significant degradation at very few steps (< 4-NFE). Meanwhile, integrating adversarial training into "
    "distillation (e.g., DMD/DMD2 and SANA-Sprint) to enhance performance introduces training "
    "instability, added "
    "complexity, and high GPU memory overhead due to the auxiliary trained models. To this end, we propose "
    "TwinFlow, a simple yet effective framework for training 1-step generative models that bypasses the "
    "need of "
    "fixed pretrained teacher models and avoids standard adversarial networks during training, making it "
    "ideal "
    "for building large-scale, efficient models. On text-to-image tasks, our method achieves a GenEval "
    "score of "
    "0.83 in 1-NFE, outperforming strong baselines like SANA-Sprint (a GAN loss-based framework) and RCGM (a "
    "consistency-based framework). Notably, we demonstrate the scalability of TwinFlow by full-parameter "
    "training "
    "on Qwen-Image-20B and transform it into an efficient few-step generator. With just 1-NFE, our approach "
    "matches the performance of the original 100-NFE model on both the GenEval and DPG-Bench benchmarks, "
    "reducing "
    "computational cost by $100\\times$ with minor quality degradation. Project page is available at "
    "https://zhenglin-cheng.com/twinflow.",
)
TEXT: FullText = abstract_text(PAPER)
RESULTS_QUOTE = (
    "With just 1-NFE, our approach matches the performance of the original 100-NFE model on both the "
    "GenEval and "
    "DPG-Bench benchmarks"
)
SUMMARY = Summary(
    gist="고정된 교사 모델 없이 20B 이미지 모델을 1-NFE 생성기로 바꾼다.",
    goal="여러 단계를 거치는 대규모 멀티모달 생성 모델을 1단계 생성 모델로 학습하는 방법을 제시하고자 한다.",
    motivation="기존 확산 모델은 추론에 40~100 NFE가 들고, 증류 방법은 4-NFE 미만에서 품질이 크게 떨어진다.",
    contribution="고정된 사전학습 교사와 표준 적대 신경망을 쓰지 않는 학습 틀 TwinFlow를 제안하였다.",
    method=(
        "자기 적대적 흐름(self-adversarial flow)으로 한 번에 생성하는 모델을 학습한다.",
        "Qwen-Image-20B의 모든 파라미터를 학습하여 소수 단계 생성기로 변환한다.",
    ),
    results="GenEval 0.83을 1-NFE로 얻었고, 100-NFE 모델과 대등한 성능을 내면서 계산 비용을 100배 줄였다.",
    limitations="계산 비용을 줄이는 대신 화질이 조금 나빠진다.",
    limitations_from=LimitationsFrom.AUTHORS,
    conclusion="교사 모델을 따로 두지 않아도 큰 이미지 모델의 추론을 크게 앞당길 수 있음을 보였다.",
    quotes=(
        Quote(Field.RESULTS, RESULTS_QUOTE),
        Quote(Field.LIMITATIONS, "with minor quality degradation"),
    ),
)
