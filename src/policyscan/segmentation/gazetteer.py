"""The 31 provinces of mainland China with their prefectures, and where a document comes from.

Names after 民政部《中华人民共和国行政区划代码》; prefectures are given by their short names, with 州, 盟 or 地区 behind a dot where they are no 市.
"""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from policyscan.model.chinese import LETTER

_PREFECTURES = """
北京市 京
天津市 津
河北省 冀 石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水
山西省 晋 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁
内蒙古自治区 蒙内 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 兴安·盟 锡林郭勒·盟 阿拉善·盟
辽宁省 辽 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛
吉林省 吉 长春 吉林 四平 辽源 通化 白山 松原 白城 延边·州
黑龙江省 黑 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 大兴安岭·地区
上海市 沪
江苏省 苏 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁
浙江省 浙 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水
安徽省 皖 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城
福建省 闽 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德
江西省 赣 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶
山东省 鲁 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽
河南省 豫 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 济源
湖北省 鄂 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施·州 仙桃 潜江 天门 神农架·林区
湖南省 湘 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西·州
广东省 粤 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮
广西壮族自治区 桂 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左
海南省 琼 海口 三亚 三沙 儋州
重庆市 渝
四川省 川 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝·州 甘孜·州 凉山·州
贵州省 黔 贵阳 六盘水 遵义 安顺 毕节 铜仁 黔西南·州 黔东南·州 黔南·州
云南省 云滇 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄·州 红河·州 文山·州 西双版纳·州 大理·州 德宏·州 怒江·州 迪庆·州
西藏自治区 藏 拉萨 日喀则 昌都 林芝 山南 那曲 阿里·地区
陕西省 陕 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛
甘肃省 甘 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏·州 甘南·州
青海省 青 西宁 海东 海北·州 黄南·州 海南·州 果洛·州 玉树·州 海西·州
宁夏回族自治区 宁 银川 石嘴山 吴忠 固原 中卫
新疆维吾尔自治区 新 乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉·州 博尔塔拉·州 巴音郭楞·州 阿克苏·地区 克孜勒苏·州 喀什·地区 和田·地区 伊犁·州 塔城·地区 阿勒泰·地区 石河子
"""

_PEOPLES = r"(?:朝鲜族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|蒙古族|蒙古|哈萨克|柯尔克孜)*"
_INVENTED = re.compile(
    rf"^[《“]?(?P<province>{LETTER}{{2,4}}?(?:省|(?:{LETTER}{{1,3}}族)?自治区))?"
    rf"(?P<city>{LETTER}{{2,5}}?(?:市|自治州|州|盟|地区|县|区|旗))?"
)
_NATIONAL = re.compile(r"^[《“]?(?:国务院|国家|中共中央|全国|中华人民共和国|财政部|工业和信息化部|中央|最高)")


class Place(Struct, frozen=True):
    """A province and, where known, a city (prefecture) in it, by their full names; a place may be only a city."""

    province: str | None
    city: str | None


class _Province(Struct, frozen=True):
    name: str
    short: str
    signs: str
    cities: tuple[tuple[str, str], ...]  # short name, full name


@cache
def _provinces() -> tuple[_Province, ...]:
    provinces = []
    for line in _PREFECTURES.strip().splitlines():
        name, signs, *cities = line.split()
        short = re.sub(r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$", "", name)
        parted = (city.partition("·") for city in cities)
        full = tuple((city, city + (kind or "市")) for city, _, kind in parted)
        provinces.append(_Province(name, short, signs, full))
    return tuple(provinces)


def place_order(place: str) -> tuple[int, str]:
    """Return a place's rank in the official order of provinces (its cities with it); others come after, by name.

    >>> sorted(["云岭省", "浙江省", "杭州市", "北京市"], key=place_order)
    ['北京市', '浙江省', '杭州市', '云岭省']
    """
    for rank, province in enumerate(_provinces()):
        if place == province.name:
            return rank, ""
        if any(place == full for _, full in province.cities):
            return rank, place
    return len(_provinces()), place


@cache
def _cities() -> dict[str, tuple[str, str]]:
    """Return the province and the full name of each city, by short name."""
    known: dict[str, tuple[str, str]] = {}
    for province in _provinces():
        for short, full in province.cities:
            known.setdefault(short, (province.name, full))
    return known


def _city_in(text: str) -> re.Match[str] | None:
    """Return the first full name of a city in a text."""
    named = sorted((short for short in _cities() if short in text), key=len, reverse=True)
    return re.search(rf"(?P<city>{'|'.join(named)}){_PEOPLES}(?:市|自治州|州|盟|地区|林区)", text) if named else None


def find_place(*texts: str) -> Place | None:
    """Return the place that some texts (title, issuer, document number: the surest first) name.

    Full names count anywhere in a text, short names only at its beginning, a province's sign (粤府) only at the beginning
    of a document number. A place that the gazetteer does not know is believed where its name opens a text.

    >>> find_place("杭州市公共数据管理办法")
    Place(province='浙江省', city='杭州市')
    >>> find_place("粤府〔2023〕3号")
    Place(province='广东省', city=None)
    >>> find_place("云岭省数字政府建设规划")
    Place(province='云岭省', city=None)
    """
    for text in texts:
        place = _place_in(text)
        if place is not None:
            return place
    return None


def _place_in(text: str) -> Place | None:
    if not text or _NATIONAL.match(text):
        return None
    city = _city_in(text)
    if city is not None and city.start() <= 12:
        return Place(*_cities()[city["city"]])
    for province in _provinces():
        if province.name in text[:24]:
            return Place(province.name, None)
    bare = text.lstrip("《“0123456789年 ")
    for province in _provinces():
        if bare.startswith(province.short) and not bare.startswith(("海南州", "吉林市")):
            short = next((full for name, full in province.cities if bare[len(province.short) :].startswith(name)), None)
            return Place(province.name, short)
    spoken_of = re.search(rf"(?:数字|智慧|平安|数智)(?P<short>{LETTER}{{2,3}})", text[:20])
    if spoken_of:
        for province in _provinces():
            if spoken_of["short"].startswith(province.short):
                return Place(province.name, None)
    if re.match(rf"^{LETTER}{{2,8}}[〔\[（(]\d{{4}}[〕\])）]", text):
        for province in _provinces():
            if text[0] in province.signs:
                return Place(province.name, None)
        return None
    for short, (province_name, full) in _cities().items():
        if bare.startswith(short):
            return Place(province_name, full)
    invented = _INVENTED.match(bare)
    if invented and (invented["province"] or invented["city"]):
        return Place(invented["province"], invented["city"])
    return None
