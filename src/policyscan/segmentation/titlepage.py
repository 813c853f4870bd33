from policyscan.model.passage import TitlePage
def read_title_page(document):
    return TitlePage()
