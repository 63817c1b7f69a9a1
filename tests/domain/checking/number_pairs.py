"""Korean figures beside English ones: which say the same, which do not. One pair a line, `Korean |
English`.
"""

EQUAL = """
120만 개 | 1.2M examples
120만 개 | 1.2 million examples
120만 개 | 1,200,000 examples
120만 장 | 1200000 images
120만 개 | 1200K pairs
1.2M 개 | 1,200,000 examples
12만 건 | 120K records
12만 건 | 120,000 records
12만 건 | 120k records
6만 개 영상 | 60,000 video samples
6만 개 영상 | TrajScene-60K
30만 쌍 | 300K pairs
30만 쌍 | 0.3 million pairs
1억 2천만 개 | 120 million images
1억 2,000만 개 | 120M images
1.2억 개 | 120 million images
2억 장 | 200M images
10억 개 | one billion tokens
10억 개 | 1B tokens
70억 파라미터 | a 7B model
70억 파라미터 | 7 billion parameters
70억 파라미터 | 7-billion-parameter model
7B 모델 | 7 billion parameters
7B 모델 | a 7B-parameter model
7B 모델 | Qwen2.5-7B
14B 모델 | Qwen3-14B
1.5B 모델 | 1.5B parameters
15억 파라미터 | 1.5B parameters
5천억 토큰 | 500B tokens
5,000억 토큰 | 500 billion tokens
1조 토큰 | 1T tokens
1조 토큰 | one trillion tokens
15조 토큰 | 15T tokens
2조 4천억 개 | 2.4T tokens
3천 개 | 3,000 samples
3천 개 | 3K samples
3천 개 | three thousand samples
5백 개 | 500 samples
500개 | five hundred samples
2만 5천 개 | 25,000 samples
2만 5,000개 | 25K samples
1만 2,345개 | 12,345 samples
1,546개 | $|X|\\,{=}\\,1546$
1,000개 | 1{,}000 samples
1,000개 | 1\\,000 samples
1,000개 | a thousand samples
1천 개 | 1k samples
10만 개 | 100k samples
10만 개 | a hundred thousand samples
백만 개 | one million samples
백만 개 | 1M samples
십만 개 | 100K samples
이십 개 | twenty samples
삼십 명 | 30 annotators
100배 | 100x
100배 | 100×
100배 | 100X
100배 | 100-fold
100배 | hundredfold
100배 | hundred-fold
100배 | 100 times
100배 | $100\\times$
100배 | 100$\\times$
100배 | by a factor of 100
100배 | two orders of magnitude
100배 | 2 orders of magnitude
10배 | an order of magnitude
10배 | tenfold
10배 | ten times faster
1,000배 | three orders of magnitude
1,000배 | 1000×
3.4배 | 3.4x faster
3.4배 | 3.4× speedup
3.4배 | 3.4 times
3.4배 | a (×3.4) speedup
3.4배 | a factor of 3.4
1.5배 | 1.5×
1.5배 | 1.5-fold
2배 | twice as fast
2배 | doubles the throughput
2배 | doubling
2배 | two times
2배 | 2x
2배 | twofold
두 배 | 2x
두 배 | twice
두 배 | double the size
두 배 | a two-fold increase
세 배 | triple
세 배 | three times
세 배 | 3×
세 배 | three-fold
네 배 | quadruple
네 배 | 4x
3~5배 | 3-5x
3~5배 | 3–5×
3~5배 | three to five times
3~5배 | 3x to 5x
3-5배 | 3× and 5×
2.5~3배 | 2.5-3x speedup
절반 | half of the cost
절반 | halves the cost
절반으로 | halving memory
절반 | 50%
절반 | 50 percent
절반 | 1/2
절반 | 0.5x
50% | half of the data
50% | 50 percent
3분의 1 | one third
3분의 1 | a third
3분의 1 | 1/3
3분의 1 | one-third
3분의 2 | two-thirds
3분의 2 | two thirds
4분의 1 | a quarter
4분의 1 | one quarter
4분의 1 | 1/4
4분의 3 | three quarters
10분의 1 | one tenth
10분의 1 | 1/10
10분의 1 | 0.1x
1/3 수준 | a third
0.716 | .716
0.716 | 0.716
0.716을 기록 | NDCG@5 of 0.716
0.83 | a GenEval score of 0.83
0.83 | 0.830
0.5 | $\\mathbf{0.5}$
0.51로 | from 0.38 to 0.51
0.38에서 0.51로 | improves from 0.38 to 0.51
0.05 | 5e-2
0.001 | 1e-3
0.001 | $10^{-3}$
0.001 | 10⁻³
0.0002 | 2 × 10^-4
0.0002 | $2\\times10^{-4}$
0.0002 | 2e-4
2×10^5 | 200,000
2×10^5 | $2\\times10^{5}$
20만 번 | $2\\times10^{5}$ steps
20만 번 | 2 × 10⁵ steps
20만 번 | 200k steps
10만 번 | $10^{5}$ steps
100만 번 | $10^6$ steps
1e-4 | 0.0001
1e-4 | $10^{-4}$
10^-3 | 0.001
3e-5 | 3 × 10⁻⁵
85% | 85%
85% | 85 %
85% | 85 percent
85% | 85 per cent
85% | 85\\%
85% | $85\\%$
85% | 85.0%
85% | eighty-five percent
85퍼센트 | 85%
약 85% | approximately 85%
약 150% | ~150% relative improvement
약 150% | $\\sim$150\\% relative improvement
84.6% | $\\mathbf{84.6}$\\%
84.6% | 84.6±0.2%
62.1%에서 85.3%로 | from 62.1% to 85.3%
62.1에서 85.3%로 | from 62.1% to 85.3%
62.1%에서 85.3%로 | from 62.1 to 85.3%
62.1%와 85.3% | 62.1 and 85.3 percent
80~85% | 80-85%
80~85% | 80% to 85%
12.3%, 4.5% | 12.3% and 4.5%
100% | 100%
0.1% | 0.1%
+3.2% | +3.2%
3.2% 감소 | -3.2%
3.2% 감소 | −3.2%
5%p | 5 percentage points
5%p | 5 percentage-point gain
5%p | 5 pp
5%p | 5 points
5%p | a 5-point gain
5%p | 5% points
5%p | 5 pts
5%p | five percentage points
5%포인트 | 5 percentage points
5퍼센트포인트 | 5 percentage points
2.3%p | 2.3% absolute
2.3%p | 2.3 points
5점 | 5 points
5.2점 | a score of 5.2
84.6점 | 84.6 points
4.5점 | scored 4.5
두 가지 | two kinds
두 가지 | both kinds
두 가지 | 2 kinds
두 단계 | two-stage training
두 단계 | a 2-stage pipeline
두 단계 | dual-stage
세 가지 | three strategies
세 가지 | 3 strategies
세 단계 | three stages
세 단계 | 3-step
네 가지 | four tasks
네 개 | 4 tasks
다섯 개 | five stations
5개 | five stations
5개 관측소 | five stations
여섯 개 | six papers
일곱 가지 | seven benchmarks
여덟 개 | eight GPUs
8개 | 8 GPUs
8대 | 8xH100
8대 | 8× A100 GPUs
아홉 개 | nine datasets
열 가지 | ten tasks
열두 개 | twelve tasks
열두 개 | a dozen tasks
12개 | 12 tasks
스무 개 | twenty tasks
22개 언어 | 22 languages
22개 언어 | twenty-two languages
22개 언어 | 22-language benchmark
1단계 | 1-step
1단계 | one-step
1단계 | single-step
1단계 생성 | One-step Generation
1-NFE | 1-NFE
4-NFE | < 4-NFE
40~100 NFE | 40-100 Number of Function Evaluations
40~100 NFE | 40–100 NFEs
100-NFE | the original 100-NFE model
5-shot | 5-shot
5-shot | five-shot
2-bit | 2-bit quantization
4비트 | 4-bit quantization
16비트 | 16-bit
첫 3개 층 | first three layers
두 번째 | second stage
2차 | second-order
3차원 | three-dimensional
512차원 | 512 dimensions
512차원 | 512-dimensional
256×256 | 256x256
256×256 | $256\\times256$
1024×1024 | 1024 × 1024 resolution
30프레임 | 30 frames
초당 30프레임 | 30 FPS
24 FPS | 24 frames per second
20 FPS | 20 fps
3초 | 3 seconds
3초 | 3s
3초 | three seconds
3초 | 3-second clips
30초 | 30 sec
15ms | 15 ms
15밀리초 | 15 milliseconds
5분 | 5 minutes
5분 | five-minute videos
10분 | 10 min
24시간 | 24 hours
24시간 | 24 GPU hours
24시간 | 24 A100 GPU-hours
24시간 | 24h
3일 | 3 days
3일 | three days
6개월 | six months
2주 | two weeks
10년 | ten years
10년 | 10-year record
2024년 | in 2024
2017년 | COCO 2017
24GB | 24GB of memory
24GB | 24 GB
80GB | A100-80GB
1.3TB | 1.3 TB
512MB | 512 MB
16kHz | 16 kHz
50Hz | 50 Hz
3달러 | $3
3달러 | \\$3 per query
100달러 | 100 dollars
5km | 5 km
2.5cm | 2.5 cm
10m | 10 meters
128K 토큰 | 128K context
12만 8천 토큰 | 128K tokens
32K 토큰 | 32k tokens
1M 토큰 | 1 million tokens
256개 토큰 | 256 tokens
4K 해상도 | 4K resolution
1위 | ranks first
1위 | rank 1
상위 5개 | top-5
3명 | three annotators
30명 | 30 participants
7개국 | seven countries
0개 | zero examples
10여 개 | 10 datasets
99.9% | 99.9%
1:4 | a ratio of 1:4
7B와 13B | 7 and 13 billion parameters
7B와 13B | 7B/13B
7B, 13B, 70B | 7, 13 and 70 billion
15억~20억 | 1.5-2 billion
3천만~5천만 | 30 to 50 million
50만 | half a million
2,048개 | 2048 tokens
2만 장 | 20,000 images
2만 장 | twenty thousand images
205개 | two hundred and five
1,500개 | fifteen hundred
6.7B | 6.7B
671B | a 671B MoE model
37B | 37 B parameters
3.14 | 3.14
512개 | 512
"""

UNEQUAL = """
120만 개 | 12만
120만 개 | 120K examples
120만 개 | 1.2K examples
120만 개 | 12M examples
12만 개 | 1.2M examples
12만 개 | 12,000 examples
30만 쌍 | 30K pairs
30만 쌍 | 3M pairs
6만 개 | 6,000 videos
1억 개 | 10M images
1억 2천만 개 | 12 million images
70억 파라미터 | 70B parameters
70억 파라미터 | 700M parameters
7B 모델 | 7M parameters
7B 모델 | 70B parameters
7B 모델 | 13B parameters
7B 모델 | 7 layers
14B 모델 | Qwen3-8B
1조 토큰 | 1B tokens
5천 개 | 500 samples
5백 개 | 5,000 samples
2만 5천 개 | 2,500 samples
1,000개 | 100 samples
1,200개 | 1,200,000 samples
100배 | 100%
100배 | 100 GPUs
100배 | 10x
100배 | 1000x
100배 | an order of magnitude
100배 | 100 points
10배 | two orders of magnitude
1.5배 | 150% more
1.5배 | 150%
1.5배 | 50% more
1.5배 | 15x
2배 | 2%
2배 | two models
2배 | 200%
두 배 | three times
두 배 | two models
두 배 | half
세 배 | 3 datasets
3~5배 | 3-6x
3~5배 | 2-5x
3~5배 | 3-5%
절반 | one third
절반 | twice
절반 | 2x
절반 | 5%
50% | 0.5%
50% | twice
3분의 1 | 3
3분의 1 | 3x
3분의 1 | one quarter
3분의 2 | one third
4분의 1 | 4
4분의 1 | 0.4
0.716 | 0.761
0.716 | 7.16
0.716 | 71.6%
0.85 | 85%
0.85 | 85
85% | 0.85
85% | 85
85% | 85 samples
85% | 85 points
85% | 85x
85% | 8.5%
85% | 58%
85% | 84.6%
약 85% | 84.6%
약 85% | 85.4%
85% | 85.3%
85.3% | 85%
85% | Table 85
85% | [85]
84.6% | 84.7%
100% | 10%
5% | 5 percentage points
5% | 5 points
5% | 5 pp
5% | 5x
5% | 5 models
5%p | 5%
5%p | 5x
5%p | 0.5 points
5%p | 50 points
5%p | 5 models
2.3%p | 2.3%
2.3%p | 2.3% relative
5점 | 5%
5점 | 5x
0.001 | 0.01
0.001 | $10^{-4}$
0.001 | $10^{3}$
2×10^5 | 2×10^4
20만 번 | $2\\times10^{4}$
1e-4 | 1e-5
1e-4 | 1e4
3e-5 | 5e-3
22개 언어 | 22% of languages
22개 언어 | 20 languages
22개 언어 | twenty-three languages
22개 언어 | 2 languages
22개 | Section 22
22개 | Figure 22
22개 | [22]
22개 | (Kim et al., 2022)
22개 | arXiv:2205.22222
22개 | https://example.org/22
두 가지 | three kinds
두 가지 | one kind
두 가지 | 2%
두 가지 | 2 seconds
두 가지 | GPT-2
세 가지 | GPT-3
세 가지 | Table 3
세 가지 | v3
네 가지 | GPT-4
네 가지 | 4D
다섯 개 | six stations
5개 | 15 stations
5개 | 0.5
5개 | 5 days
8대 | H800
8대 | 80 GPUs
12개 | dozens of tasks
1단계 | two-step
4-NFE | 1-NFE
40~100 NFE | 40-200 NFEs
40~100 NFE | 4-100 NFEs
5-shot | 50-shot
4비트 | 8-bit
512차원 | 256 dimensions
256×256 | 512x512
3초 | 3 minutes
3초 | 3 ms
3초 | 3 hours
3초 | 3 samples
3초 | 30 seconds
3초 | 3%
15ms | 15 s
5분 | 5 hours
5분 | 5 seconds
24시간 | 24 days
24시간 | 24 minutes
24시간 | 24 GPUs
3일 | 3 hours
3일 | 3 weeks
6개월 | six weeks
2주 | two months
10년 | 10 days
2024년 | in 2023
2024년 | (Smith and Lee, 2024)
24GB | 24 MB
24GB | 24 GPUs
24GB | 80GB
512MB | 512 GB
16kHz | 16 Hz
3달러 | 3 euros
3달러 | 3 samples
5km | 5 m
2.5cm | 2.5 mm
128K 토큰 | 128 tokens
128K 토큰 | 12.8K tokens
128K 토큰 | 128M tokens
1M 토큰 | 100K tokens
초당 30프레임 | 24 FPS
1위 | ranks second
3명 | 30 annotators
99.9% | 99%
99.9% | 9.99%
6.7B | 67B
6.7B | 6.7M
671B | 617B
0.51로 | 0.15
0.38에서 0.51로 | from 0.38 to 0.50
62.1%에서 85.3%로 | from 62.1% to 83.5%
50만 | five thousand
205개 | two hundred and fifty
"""


def pairs(table: str) -> list[tuple[str, str]]:
    """(Korean, English), backslashes as LaTeX has them."""
    rows = (line.partition(" | ") for line in table.strip().splitlines())
    return [(korean, english) for korean, _, english in rows]
