"""Words that say nothing of what a policy is about 停用词: written for this program, from the grammar and its documents."""

from __future__ import annotations

_FUNCTION = """
以及 及其 并且 而且 或者 或是 还是 因此 因而 由于 因为 所以 如果 假如 虽然 但是 不过 然而 无论 不论 不管 只要 只有 除非 即使 尽管 从而 进而 以便 以免
对于 关于 至于 按照 依照 遵照 根据 依据 通过 经过 随着 为了 为此 鉴于 围绕 针对 面向 结合 除了 除外 之外 以外 以内 之内 之间 之中 之后 之前 以后 以前 以来 以上 以下 左右
其中 其他 其它 其余 此外 另外 同时 首先 其次 再次 最后 然后 接着 总之 例如 比如 譬如 包括 包含 属于 等等 等方面
这个 这些 这种 这样 这里 那个 那些 那样 那里 本次 本年 今年 去年 明年 当年 每年 年度 年底 年底前 全年 目前 当前 现在 今后 近年 近年来 届时
我们 我国 他们 它们 自己 本人 各自 各个 各种 各类 各项 各级 各地 各地区 各部门 各单位 有关 相关 上述 下述 下列 以下简称 所述 该项 某些 一些 一切 所有 全部 任何 多个 若干 部分
可以 能够 应当 应该 必须 需要 不得 不能 不会 不要 没有 无法 已经 正在 将要 即将 曾经 一直 始终 仍然 仍旧 依然 依法 逐步 逐渐 不断 继续 切实 着力 大力 积极 充分 全面 进一步 更加 更好 较为 十分 非常 特别 尤其 基本 主要 重要 重点 具有 有效 有序 及时 尽快 统一 共同 相互 互相 分别 均可 均应 是否 如何 怎样 什么
一是 二是 三是 四是 五是 六是 七是 八是 九是 十是 第一 第二 第三 第四 第五 第六 第七 第八 第九 第十 第一条 第二条 一个 一种 一定 一般 一批 一项 两个 三个 四个 五个 万元 亿元
"""
_FRAMING = """
推进 推动 推行 推广 促进 加强 加快 加大 强化 深化 优化 完善 健全 建立 建设 构建 打造 开展 实施 落实 贯彻 执行 坚持 做好 抓好 提高 提升 提供 增强 扩大 拓展 支持 鼓励 引导 指导 组织 统筹 协调
制定 出台 印发 明确 规范 确保 保障 维护 形成 实现 达到 完成 探索 研究 创新 发挥 利用 使用 采用 采取 进行 负责 牵头 配合 参与 承担 满足 符合 注重 突出 聚焦 立足 依托 借助 基于
"""

STOP_WORDS = frozenset(_FUNCTION.split())
"""Function words, and what counts, orders and measures."""
FRAMING = frozenset(_FRAMING.split())
"""Verbs in which policies frame everything (套话): a term does not begin with one."""
LOOSE = frozenset("的了和与及或等在为以对向由从把被将并而且其之所该各每此本有无是不可能应须当要使让给按据经至于前后上下内外中间里到个种类项条款年月日时地得着过也都就还又再更最很已所但若如即则因故另")
"""Characters with which no term begins or ends: particles, prepositions, measure words."""
