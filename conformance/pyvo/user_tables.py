"""Keeps tables by pyvo: makes, fills, indexes, asks, deletes them. pyvo has the calls since 1.4; for an older one they are made here,
over its own session, as the newer one makes them. Prints what it saw."""
import io
import json
import sys

import numpy as np
import pyvo
import requests
from astropy.io import fits
from astropy.io.votable import from_table
from astropy.table import Table

url, user, password = sys.argv[1:]
TYPES = {
    'VOSITable': 'text/xml',
    'VOTable': 'application/x-votable+xml',
    'tsv': 'text/tab-separated-values',
    'csv': 'text/csv',
    'FITSTable': 'application/fits',
}


class Older(pyvo.dal.TAPService):
    def create_table(self, name, definition, *, format='VOSITable'):
        headers = {'Content-Type': TYPES[format]}
        self._session.put(f'{self.baseurl}/tables/{name}', headers=headers, data=definition).raise_for_status()

    def load_table(self, name, source, *, format='tsv'):
        headers = {'Content-Type': TYPES[format]}
        self._session.post(f'{self.baseurl}/load/{name}', headers=headers, data=source).raise_for_status()

    def create_index(self, table_name, column_name, *, unique=False):
        data = {'table': table_name, 'index': column_name, 'unique': 'true' if unique else 'false'}
        answer = self._session.post(f'{self.baseurl}/table-update', data=data, allow_redirects=False)
        assert answer.status_code == 303, answer.text
        job = pyvo.dal.AsyncTAPJob(answer.headers['Location'], session=self._session)
        job.run().wait()
        job.raise_if_error()

    def remove_table(self, name):
        self._session.delete(f'{self.baseurl}/tables/{name}').raise_for_status()


if hasattr(pyvo.dal.TAPService, 'create_table'):
    from pyvo.utils.prototype import activate_features

    activate_features('cadc-tb-upload')
    Service = pyvo.dal.TAPService
else:
    Service = Older

session = requests.Session()
session.auth = (user, password)
service = Service(url, session=session)

DEFINITION = """<vosi:table xmlns:vosi="http://www.ivoa.net/xml/VOSITables/v1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:vs="http://www.ivoa.net/xml/VODataService/v1.1" type="output">
<name>user_{user}.mine</name><description>Positions of mine</description>
<column><name>id</name><dataType xsi:type="vs:VOTableType">long</dataType></column>
<column><name>ra</name><unit>deg</unit><ucd>pos.eq.ra;meta.main</ucd><dataType xsi:type="vs:VOTableType">double</dataType></column>
<column><name>dec</name><unit>deg</unit><ucd>pos.eq.dec;meta.main</ucd><dataType xsi:type="vs:VOTableType">double</dataType></column>
<column><name>name</name><dataType xsi:type="vs:VOTableType" arraysize="*">char</dataType></column>
</vosi:table>""".replace('{user}', user)

mine = f'user_{user}.mine'
service.create_table(mine, io.BytesIO(DEFINITION.encode()))
service.load_table(mine, io.BytesIO(b'id\tra\tdec\tname\n1\t10\t20\tone\n2\t11\t21\ttwo, with a comma\n'))
service.load_table(mine, io.BytesIO(b'id,ra,dec,name\n3,12,22,three\n'), format='csv')
rows = Table({'id': np.array([4], 'int64'), 'ra': [13.0], 'dec': [23.0], 'name': ['four']})
packed = io.BytesIO()
fits.HDUList([fits.PrimaryHDU(), fits.table_to_hdu(rows)]).writeto(packed)
service.load_table(mine, io.BytesIO(packed.getvalue()), format='FITSTable')
service.create_index(mine, 'id', unique=True)

described = io.BytesIO()
from_table(rows).to_xml(described)
copied = f'user_{user}.copied'
service.create_table(copied, io.BytesIO(described.getvalue()), format='VOTable')

found = service.run_sync(f'SELECT * FROM {mine} ORDER BY id').to_table()
near = service.run_async(f'SELECT id FROM {mine} WHERE 1 = CONTAINS(POINT(ra, dec), CIRCLE(11, 21, 0.1))').to_table()
saved = service.run_sync(f'SELECT name, ra FROM {mine} WHERE id > 1 ORDER BY id', SAVE_AS='saved').to_table()
odd = 'odd'
service.create_table(odd, io.BytesIO('größe,"a b",select\n1,2,3\n'.encode()), format='VOTable')
names = service.run_sync(f"SELECT column_name FROM TAP_SCHEMA.columns WHERE table_name = 'user_{user}.odd' ORDER BY column_index").to_table()
anonymous = pyvo.dal.TAPService(url)
seen = {
    'version': pyvo.__version__,
    'rows': [[int(row['id']), float(row['ra']), str(row['name'])] for row in found],
    'unit': str(found['ra'].unit),
    'near': [int(value) for value in near['id']],
    'saved': [str(value) for value in saved['name']],
    'tables': sorted(name for name in service.tables.keys() if name.startswith('user_')),
    'indexed': [column.name for column in service.tables[mine].columns if 'indexed' in column.flags],
    'odd': [str(name) for name in names['column_name']],
    'anonymous': [name for name in anonymous.tables.keys() if name.startswith('user_')],
    'copied': len(service.run_sync(f'SELECT * FROM {copied}')),
}
for table in (mine, copied, f'user_{user}.saved', odd):
    service.remove_table(table)
left = Service(url, session=session)
seen['left'] = [name for name in left.tables.keys() if name.startswith('user_')]
print(json.dumps(seen))
